/// The exponential function less one.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/exp.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math {

namespace detail {

/// (exp(r) - 1 - r) / r^2 for -log(2) / 2 <= r <= 0.72, to 2^-31 (float) and 2^-59 (double) of r.
template <class V>
HANDGRAD_INLINE constexpr V expm1_ratio(V r) noexcept {
    if constexpr (sizeof(typename V::value_type) == 4)
        return polynomial(r, 0.5f, 0x1.555554p-3f, 0x1.555562p-5f, 0x1.111346p-7f, 0x1.6be96cp-10f,
                          0x1.9d940ep-13f, 0x1.e95a6ep-16f);
    else
        return polynomial(r, 0.5, 0x1.5555555555558p-3, 0x1.555555555552bp-5, 0x1.111111111012fp-7,
                          0x1.6c16c16c307b7p-10, 0x1.a01a01a6010aep-13, 0x1.a01a00f81ddf7p-16,
                          0x1.71de2fd3aedc6p-19, 0x1.27e6a9e0a7b21p-22, 0x1.ae5e44c0943d8p-26,
                          0x1.1c2f210fa6ebcp-29, 0x1.a0a3bc488cc27p-33);
}

} // namespace detail

/// exp(x) - 1, precise near 0, too; -1 for -inf. With x = k log 2 + r and P = 2^k it is (P - 1) + P r + P r^2
/// q. What the sum of the first two loses, and what r does, is added to the third. Largest error: 0.96 ULP
/// over all floats, 1.12 ULP over 10 million doubles.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> expm1(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    using limits = std::numeric_limits<T>;
    constexpr bool is_float = sizeof(T) == 4;
    // the result is -1 from the lowest on, and infinite from the highest on
    const V lowest(is_float ? T(-18) : T(-38)), highest(is_float ? T(88.75) : T(709.8));
    const V inside = min(highest, max(lowest, x));
    // 2^k must be finite, so that k ends one early: r is larger there
    constexpr int bias = detail::exponent_bias<V>;
    constexpr T moves_to_the_end = T(1.5) / limits::epsilon() + T(bias);
    const V shift(moves_to_the_end);
    const V moved = min(shift + V(T(bias)), fma(inside, V(T(0x1.71547652b82fep0)), shift));
    const V n = moved - shift;
    const V high(is_float ? T(0x1.62e4p-1) : T(0x1.62e42fefa38p-1));
    const V low(is_float ? T(0x1.7f7d1cp-20) : T(0x1.ef35793c7673p-45));
    const V first = fnma(n, high, inside); // exact
    const V r = fnma(n, low, first);
    const V r_low = fnma(n, low, first - r);
    const V power = detail::power_of_two_biased<V>(bits(moved));

    const V less_one = power - V(1);
    const V lost_one = (power - less_one) - V(1);
    const V sum = fma(power, r, less_one);
    const V lost = fma(power, r_low, fma(power, r, less_one - sum) + lost_one);
    const V rest = fma(power * r, r * detail::expm1_ratio(r), lost);
    // an fma, as a sum that overflows is no constant expression; and -0 stays what it is
    return copysign(fma(rest, V(1), sum), x);
}

} // namespace math
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
