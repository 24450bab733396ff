/// The natural logarithm.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/polynomial.hpp>
#include <handgrad/simd/infinity.hpp>

#include <limits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math {

namespace detail {

/// log(2) in two parts: a multiple of the first by an exponent is exact.
template <class T>
inline constexpr T log_2_high = sizeof(T) == 4 ? T(0x1.62e4p-1) : T(0x1.62e42fefa38p-1);
template <class T>
inline constexpr T log_2_low = sizeof(T) == 4 ? T(0x1.7f7d1cp-20) : T(0x1.ef35793c7673p-45);

/// log(1 + f) - f + tail for -1/4 <= f <= 1/2.
template <class V>
HANDGRAD_INLINE constexpr V log1p_rest(V f, V tail) noexcept {
    if constexpr (sizeof(typename V::value_type) == 4) {
        return fma(f * f,
                   polynomial(f, -0.5f, 0x1.5555a4p-2f, -0x1.000042p-2f, 0x1.996966p-3f, -0x1.54ef16p-3f,
                              0x1.2886b8p-3f, -0x1.0d93f4p-3f, 0x1.aca08ep-4f, -0x1.713e36p-5f),
                   tail);
    } else {
        // log(1 + f) = 2 atanh(s) = 2 s + s q(s^2), and 2 s = f - s f
        const V s = f / (V(2) + f);
        const V z = s * s;
        const V q = z * polynomial(z, 0x1.555555555554fp-1, 0x1.999999999c17ap-2, 0x1.24924921e43dbp-2,
                                   0x1.c71c748fd1152p-3, 0x1.745c4ad614754p-3, 0x1.3b35c1bb52dep-3,
                                   0x1.0dcb81b9562ebp-3, 0x1.1b823891be8bep-3);
        return fma(s, q - f, tail);
    }
}

/// A positive, normal y = 2^k (1 + f) with 3/4 <= 1 + f < 3/2.
template <class V>
struct log_parts {
    V k;
    V f;

    HANDGRAD_INLINE constexpr explicit log_parts(V y) noexcept {
        using integers = typename V::integers_type;
        using T = typename V::value_type;
        constexpr int digits = std::numeric_limits<T>::digits - 1;
        constexpr auto sign = std::numeric_limits<simd::int_of<T>>::min();
        const integers distance = bits(y) - bits(V(T(0.75)));
        const integers raised = shift_right<digits>(distance ^ integers(sign)); // to shift in zeros
        const integers exponent = raised - shift_right<digits>(integers(sign));
        f = V::from_bits(bits(y) - shift_left<digits>(exponent)) - V(1);
        k = V::from_integers(exponent);
    }
};

/// k log 2 + log(1 + f) + tail, if there is one. What the first sum loses is exact.
template <class V, class... Tail>
HANDGRAD_INLINE constexpr V log_of(log_parts<V> y, Tail... tail) noexcept {
    using T = typename V::value_type;
    const V high(log_2_high<T>), low(log_2_low<T>);
    const V sum = fma(y.k, high, y.f);
    const V lost = y.f - fnma(y.k, high, sum);
    return sum + log1p_rest(y.f, fma(y.k, low, (lost + ... + tail)));
}

/// Whether a lane is a positive, normal, finite number. In the order of unsigned integers, these are all in
/// one piece.
template <class V>
HANDGRAD_INLINE constexpr typename V::mask_type is_normal_and_positive(V x) noexcept {
    using T = typename V::value_type;
    using integers = typename V::integers_type;
    constexpr auto lowest = simd::bit_cast<simd::uint_of<T>>(std::numeric_limits<T>::min());
    constexpr auto beyond = simd::bit_cast<simd::uint_of<T>>(infinity<T>);
    // moved so that the lowest of them becomes the first signed integer
    constexpr auto first = static_cast<simd::uint_of<T>>(std::numeric_limits<simd::int_of<T>>::min());
    constexpr auto move = static_cast<simd::int_of<T>>(first - lowest);
    constexpr auto end = static_cast<simd::int_of<T>>(first + (beyond - lowest));
    return integers(end) > bits(x) + integers(move);
}

/// Whether a lane is +infinity: by its bits, as a compiler may assume that no number equals infinity.
template <class V>
HANDGRAD_INLINE constexpr typename V::mask_type is_positive_infinity(V x) noexcept {
    return bits(x) == bits(V(infinity<typename V::value_type>));
}

} // namespace detail

/// log(x); of subnormal x, too; -inf for +0 and -0, NaN below.
/// Largest error: 0.91 ULP over all floats, 0.83 ULP over 8 million doubles.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> log(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    using limits = std::numeric_limits<T>;
    constexpr T scale = 1 / limits::epsilon();

    const auto special = !detail::is_normal_and_positive(x);
    V normal = x, scaled_by(0);
    if (any(special)) [[unlikely]] {
        constexpr T smallest_normal = limits::min();
        const auto subnormal = x < V(smallest_normal);
        normal = select(subnormal, x * V(scale), x);
        scaled_by = select(subnormal, V(T(1 - limits::digits)), V(0));
    }
    detail::log_parts<V> parts(normal);
    parts.k = parts.k + scaled_by;
    V result = detail::log_of(parts);
    if (any(special)) [[unlikely]] {
        const V edge = select(x == V(0), V(-infinity<T>), V(not_a_number<T>));
        result = select(x > V(0), result, edge);
        result = select(detail::is_positive_infinity(x), x, result);
    }
    return result;
}

} // namespace math
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
