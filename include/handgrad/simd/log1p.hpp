/// The logarithm of 1 + x.
#pragma once

#include <handgrad/simd/log.hpp>

namespace handgrad::inline HANDGRAD_ISA::math {

/// log(1 + x), precise also for x near zero: x itself there, with its sign; -inf for -1, NaN below. Largest
/// error: 0.99 ULP over all floats, 0.81 ULP over 8 million doubles.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> log1p(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    using integers = typename V::integers_type;
    using limits = std::numeric_limits<T>;
    constexpr int digits = limits::digits - 1;
    constexpr auto sign = std::numeric_limits<simd::int_of<T>>::min();

    const auto special = (!(x > V(-1))) | (bits(x) > bits(V(limits::max())));
    V inside = x;
    if (any(special)) [[unlikely]]
        inside = select(special, V(0), x);

    // 1 + x = u + lost, u = 2^k (1 + f) with 3/4 <= 1 + f < 3/2
    const V u = V(1) + inside;
    const V of_x = u - V(1);
    const V lost = (V(1) - (u - of_x)) + (inside - of_x);
    const integers distance = bits(u) - bits(V(T(0.75)));
    const integers raised = shift_right<digits>(distance ^ integers(sign)); // so that zeros may be shifted in
    const integers exponent = raised - shift_right<digits>(integers(sign));
    const V f = V::from_bits(bits(u) - shift_left<digits>(exponent)) - V(1);
    const V k = V::from_integers(exponent);

    const V high(detail::log_2_high<T>), low(detail::log_2_low<T>);
    const V sum = fma(k, high, f);
    const V sum_lost = (f - fnma(k, high, sum)) + lost / u;
    const V result = copysign(sum + detail::log1p_rest(f, fma(k, low, sum_lost)), x); // -0 stays what it is
    if (!any(special)) [[likely]]
        return result;
    const V edge = select(x == V(-1), V(-infinity<T>), V(not_a_number<T>));
    return select(special, select(detail::is_positive_infinity(x), x, edge), result);
}

} // namespace handgrad::inline HANDGRAD_ISA::math
