/// The logistic function.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/exp.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math {

/// From there down sigmoid(x) is 0.
template <class T>
inline constexpr T sigmoid_lowest = detail::exp_lowest<T>;

/// sigmoid(x) of an x that is not below sigmoid_lowest, or NaN.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> sigmoid_from_lowest(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    constexpr int down = sizeof(T) == 4 ? 32 : 128;
    const V one(sizeof(T) == 4 ? T(0x1p-32) : T(0x1p-128));
    // beyond the upper limit the result is 1
    const V inside = min(V(sizeof(T) == 4 ? T(18) : T(38)), x);
    const auto e = detail::split_exp<detail::exponent_bias<V> - down>(-inside);
    const V power = detail::power_of_two_biased<V>(e.k);
    const V rest = e.r * power;
    const V sum = fma(rest, e.p, power) + one;
    // what the sum has lost; not by way of p, whose rounding would make the result fall now and then
    const V lost = fma(rest * e.r, e.q, ((max(power, one) - sum) + min(power, one)) + rest);
    const V q = V(1) / sum;
    const V remainder = fnma(q, lost, fnma(q, sum, V(1)));
    return fma(q, remainder, q) * one;
}

/// 1 / (1 + exp(-x)), also where the result is subnormal. With E = exp(-x), the quotient q = 1 / (1 + E) is
/// corrected by its remainder, for which 1 + E is known to twice the precision. All but the last step is
/// scaled, so that E may be as large as the inverse of the smallest number. Largest error: 0.81 ULP over
/// all floats, 0.82 ULP over 10 million doubles.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> sigmoid(simd::vector<T, W> x) noexcept {
    return sigmoid_from_lowest(max(simd::vector<T, W>(sigmoid_lowest<T>), x));
}

} // namespace math
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
