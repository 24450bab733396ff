/// The natural logarithm.
#pragma once

#include <handgrad/simd/infinity.hpp>
#include <handgrad/simd/polynomial.hpp>

#include <limits>

namespace handgrad::inline HANDGRAD_ISA::math {

namespace detail {

/// log(1 + f) - f for -1/3 <= f <= 1/3.
template <class V>
HANDGRAD_INLINE constexpr V log1p_rest(V f) noexcept {
    if constexpr (sizeof(typename V::value_type) == 4) {
        return f * f *
               polynomial(f, -0.5f, 0x1.555506p-2f, -0x1.fffefp-3f, 0x1.99d076p-3f, -0x1.559de2p-3f,
                          0x1.1ed1a2p-3f, -0x1.f30e94p-4f, 0x1.1e8404p-3f, -0x1.080bf2p-3f);
    } else {
        // log(1 + f) = 2 atanh(s) = 2 s + s q(s^2), and 2 s = f - s f
        const V s = f / (V(2) + f);
        const V z = s * s;
        const V q = z * polynomial(z, 0x1.555555555554fp-1, 0x1.999999999c17ap-2, 0x1.24924921e43dbp-2,
                                   0x1.c71c748fd1152p-3, 0x1.745c4ad614754p-3, 0x1.3b35c1bb52dep-3,
                                   0x1.0dcb81b9562ebp-3, 0x1.1b823891be8bep-3);
        return s * (q - f);
    }
}

/// Whether a lane is +infinity: by its bits, as a compiler may assume that no number equals infinity.
template <class V>
HANDGRAD_INLINE constexpr typename V::mask_type is_positive_infinity(V x) noexcept {
    return bits(x) == bits(V(infinity<typename V::value_type>));
}

} // namespace detail

/// log(x); of subnormal x, too; -inf for +0 and -0, NaN below.
/// Largest error: 0.92 ULP over all floats, 1.01 ULP over 16 million doubles.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> log(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    using integers = typename V::integers_type;
    using limits = std::numeric_limits<T>;
    constexpr int digits = limits::digits - 1;
    constexpr auto sign = std::numeric_limits<simd::int_of<T>>::min();
    constexpr T smallest_normal = limits::min(), scale = 1 / limits::epsilon();

    // x = 2^k (1 + f) with 2/3 <= 1 + f < 4/3; a subnormal x is made normal first
    const auto subnormal = x < V(smallest_normal);
    const V normal = select(subnormal, x * V(scale), x);
    const integers distance = bits(normal) - bits(V(T(2) / T(3)));
    const integers raised = shift_right<digits>(distance ^ integers(sign)); // so that zeros may be shifted in
    const integers exponent = raised - shift_right<digits>(integers(sign));
    const V f = V::from_bits(bits(normal) - shift_left<digits>(exponent)) - V(1);
    const V k = V::from_integers(exponent) + select(subnormal, V(T(-digits)), V(0));

    // k log 2 + f + rest: log 2 in two parts, k times the first is exact, and so is the loss of the sum
    const V high(sizeof(T) == 4 ? T(0x1.62e4p-1) : T(0x1.62e42fefa38p-1));
    const V low(sizeof(T) == 4 ? T(0x1.7f7d1cp-20) : T(0x1.ef35793c7673p-45));
    const V sum = fma(k, high, f);
    const V lost = f - fnma(k, high, sum);
    const V result = sum + (detail::log1p_rest(f) + fma(k, low, lost));

    const V edge = select(x == V(0), V(-infinity<T>), V(not_a_number<T>));
    const V checked = select(x > V(0), result, edge);
    return select(detail::is_positive_infinity(x), x, checked);
}

} // namespace handgrad::inline HANDGRAD_ISA::math
