/// The hyperbolic tangent and the logistic function.
#pragma once

#include <handgrad/simd/exp.hpp>

namespace handgrad::inline HANDGRAD_ISA::math {

namespace detail {

/// (tanh(x) - x) / x^3 = numerator / denominator, minimax for |x| <= 1, with u = x^2.
template <class V>
struct tanh_ratio {
    V numerator;
    V denominator;

    HANDGRAD_INLINE constexpr explicit tanh_ratio(V u) noexcept : numerator(0), denominator(1) {
        using T = typename V::value_type;
        if constexpr (sizeof(T) == 4) {
            numerator = polynomial(u, -0.9375f, -0x1.52fa9p-5f);
            denominator = polynomial(u, 2.8125f, 0x1.3fc77ap0f, 0x1.6ae5ap-5f);
        } else {
            numerator = polynomial(u, -0x1.dffffffffffffp-1, -0x1.ec8a8acbb7f1ap-5, -0x1.63e5e8465f3b9p-11);
            denominator = polynomial(u, 2.8125, 0x1.4e2cfd03193cp0, 0x1.19ec57a2be58ep-4,
                                     0x1.73c760c9a6be1p-11, -0x1.aeed31113c25bp-25);
        }
    }
};

} // namespace detail

/// tanh(x) = x + x^3 R(x^2) for small |x|, 1 - 2 / (exp(2 |x|) + 1) with the sign of x otherwise: one
/// division serves both. Largest error: 0.99 ULP over all floats, 1.02 ULP over 12 million doubles.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> tanh(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    const V a = min(V(sizeof(T) == 4 ? T(10) : T(20)), abs(x)); // from there on tanh is 1
    const V u = a * a;
    const detail::tanh_ratio<V> ratio(u);
    const auto e = detail::split_exp(a + a);
    const V power = detail::power_of_two<V>(e.k);
    const V exp_plus_one = fma(e.r * power, e.p, power + V(1));
    const auto small = a < V(T(0.9));
    const V quotient = select(small, ratio.numerator, V(-2)) / select(small, ratio.denominator, exp_plus_one);
    return copysign(fma(select(small, a * u, V(1)), quotient, select(small, a, V(1))), x);
}

/// 1 / (1 + exp(-x)), also where the result is subnormal. With e = exp(-|x|), the quotient q = e / (1 + e) is
/// corrected by its remainder, for which e and 1 + e are known to twice the precision. Then 1 / (1 + e) is
/// 1 - q. Largest error: 1.00 ULP over all floats, 1.02 ULP over 8 million doubles.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> sigmoid(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    const auto parts = detail::split_exp(-min(V(-detail::exp_lowest<T>), abs(x)));
    const V m = fma(parts.r, parts.p, V(1));
    const V e = detail::scale(m, parts.k);
    const V e_low = detail::scale(fma(parts.r, parts.p, V(1) - m), parts.k);
    const V s = V(1) + e;
    const V s_low = e - (s - V(1));
    const V q = e / s;
    const V rest = V(1) - q;
    const V remainder = fma(e_low, rest, fnma(q, s_low, fnma(q, s, e)));
    const V corrected = fma(remainder, rest, q);
    return select(x < V(0), corrected, V(1) - corrected);
}

} // namespace handgrad::inline HANDGRAD_ISA::math
