/// The logarithm of 1 + x.
#pragma once

#include <handgrad/simd/log.hpp>

namespace handgrad::inline HANDGRAD_ISA::math {

/// log(1 + x), precise also for x near zero: x itself there, with its sign; -inf for -1, NaN below.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> log1p(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    using integers = typename V::integers_type;
    using limits = std::numeric_limits<T>;
    constexpr int digits = limits::digits - 1;
    constexpr auto sign = std::numeric_limits<simd::int_of<T>>::min();

    // 1 + x = u + lost, u = 2^k (1 + f) with 2/3 <= 1 + f < 4/3
    const V inside = max(V(limits::epsilon() / 2 - 1), min(V(limits::max()), x));
    const V u = V(1) + inside;
    const V lost = select(x < V(1), inside - (u - V(1)), V(1) - (u - inside));
    const integers distance = bits(u) - bits(V(T(2) / T(3)));
    const integers raised = shift_right<digits>(distance ^ integers(sign)); // so that zeros may be shifted in
    const integers exponent = raised - shift_right<digits>(integers(sign));
    const auto near = exponent == integers(0);
    const V f = select(near, inside, V::from_bits(bits(u) - shift_left<digits>(exponent)) - V(1));
    const V k = V::from_integers(exponent);

    const V high(sizeof(T) == 4 ? T(0x1.62e4p-1) : T(0x1.62e42fefa38p-1));
    const V low(sizeof(T) == 4 ? T(0x1.7f7d1cp-20) : T(0x1.ef35793c7673p-45));
    const V sum = fma(k, high, f);
    const V sum_lost = (f - fnma(k, high, sum)) + select(near, V(0), lost / u);
    const V result = sum + (detail::log1p_rest(f) + fma(k, low, sum_lost));

    const V edge = select(x == V(-1), V(-infinity<T>), V(not_a_number<T>));
    const V checked = select(x > V(-1), result, edge);
    return select(detail::is_positive_infinity(x) | (x == V(0)), x, checked);
}

} // namespace handgrad::inline HANDGRAD_ISA::math
