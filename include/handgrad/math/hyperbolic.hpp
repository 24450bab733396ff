/// The hyperbolic tangent.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/exp.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math {

namespace detail {

/// tanh(centre + r) = value + r (c_0 + c_1 r + ...) to 2^-25, between 0, 0.47, 1.1, 1.8, 2.7, 3.9, 5.6, 8 and
/// 9: the places where the exponent of x^2 + start changes, whose last three bits find the entry. In the
/// first of them tanh(x) = x + x (c_0 + c_1 x + ...). Each value is a float that is the tanh of a float, to
/// 2^-36.
struct tanh_table {
    static constexpr float start = 0.7792f, end = 9.02f;
    alignas(32) static constexpr float centre[8] = {0x1.84c0fep0f, 0x1.2a1dacp1f, 0x1.b811f8p1f,
                                                    0x1.26b8eep2f, 0x1.bec3a6p2f, 0x1.0a2b24p3f,
                                                    0x0p0f,        0x1.6270f2p-1f};
    alignas(32) static constexpr float value[8] = {0x1.d1201cp-1f, 0x1.f660f8p-1f, 0x1.fef1b4p-1f,
                                                   0x1.ffe5c8p-1f, 0x1.ffffc6p-1f, 0x1.fffffcp-1f,
                                                   0x0p0f,         0x1.32e968p-1f};
    alignas(32) static constexpr float coefficient[7][8] = {
        {0x1.65d4bp-3f, 0x1.30fc88p-5f, 0x1.0e045ap-8f, 0x1.a37966p-12f, 0x1.cf7caap-19f, 0x1.00001p-22f,
         0x1.26b202p-26f, 0x1.48069cp-1f},
        {-0x1.451214p-3f, -0x1.2b416ap-5f, -0x1.0d756cp-8f, -0x1.a36864p-12f, -0x1.cfdd9ep-19f,
         -0x1.fffe8ap-23f, -0x1.d72d96p-19f, -0x1.8942a4p-2f},
        {0x1.600e24p-4f, 0x1.7fe7c8p-6f, 0x1.65e0b2p-9f, 0x1.173566p-12f, 0x1.395d6cp-19f, 0x1.554deep-23f,
         -0x1.5536a6p-2f, 0x1.1087bcp-6f},
        {-0x1.9c8a1ap-6f, -0x1.626ab6p-7f, -0x1.62f196p-10f, -0x1.1685eap-13f, -0x1.35279ap-20f,
         -0x1.55842p-24f, -0x1.7ce3a6p-10f, 0x1.e335f2p-4f},
        {-0x1.e11532p-10f, 0x1.dfb172p-9f, 0x1.147a8ep-11f, 0x1.c5d0a4p-15f, 0x1.ae5c08p-22f, 0x1.12b0e4p-25f,
         0x1.225b74p-3f, -0x1.f7323p-5f},
        {0x1.b79caap-8f, -0x1.8c9ae4p-11f, -0x1.69f68cp-13f, -0x1.3c224ap-16f, -0x1.63ba76p-23f,
         -0x1.6974eap-27f, -0x1.8aefc2p-6f, -0x1.52f21p-7f},
        {-0x1.15acacp-8f, -0x1.3d3302p-13f, 0x1.ece6cap-15f, 0x1.189edep-18f, 0x1.5b9f18p-24f,
         0x1.3371c6p-29f, -0x1.950534p-6f, 0x1.34ef28p-6f},
    };
};

/// No division: what is looked up in the table takes its place.
template <int W>
HANDGRAD_INLINE constexpr simd::vector<float, W> tanh_by_table(simd::vector<float, W> x) noexcept {
    using V = simd::vector<float, W>;
    using table = tanh_table;
    const V magnitude = abs(x);
    const V a = min(V(table::end), magnitude); // from there on tanh is 1
    const V place = fma(a, a, V(table::start));
    const auto entry = shift_right<23>(bits(place));
    const V r = a - V::lookup(table::centre, entry), r2 = r * r;
    const auto& c = table::coefficient;
    const V first = fma(r, V::lookup(c[2], entry), V::lookup(c[1], entry));
    const V second = fma(r, V::lookup(c[4], entry), V::lookup(c[3], entry));
    const V third = fma(r, V::lookup(c[6], entry), V::lookup(c[5], entry));
    const V slope = fma(r, fma(r2, fma(r2, third, second), first), V::lookup(c[0], entry));
    const V result = fma(r, slope, select(place < V(1), a, V::lookup(table::value, entry)));
    return V::from_bits(bits(result) | (bits(x) ^ bits(magnitude)));
}

/// tanh(x) = x + x^3 N / D for small |x|, 1 - 2 / (exp(2 |x|) + 1) with the sign of x otherwise: one division
/// serves both. N / D is minimax for |x| <= 1.
template <int W>
HANDGRAD_INLINE constexpr simd::vector<double, W> tanh_by_division(simd::vector<double, W> x) noexcept {
    using V = simd::vector<double, W>;
    const V a = min(V(20), abs(x)); // from there on tanh is 1
    const V u = a * a;
    const V numerator = polynomial(u, -0x1.dffffffffffffp-1, -0x1.ec8a8acbb7f1ap-5, -0x1.63e5e8465f3b9p-11);
    const V denominator = polynomial(u, 2.8125, 0x1.4e2cfd03193cp0, 0x1.19ec57a2be58ep-4,
                                     0x1.73c760c9a6be1p-11, -0x1.aeed31113c25bp-25);
    const auto e = split_exp<exponent_bias<V>>(a + a);
    const V power = power_of_two_biased<V>(e.k);
    const V exp_plus_one = fma(e.r * power, e.p, power + V(1));
    const auto small = a < V(0.9);
    const V quotient = select(small, numerator, V(-2)) / select(small, denominator, exp_plus_one);
    return copysign(fma(select(small, a * u, V(1)), quotient, select(small, a, V(1))), x);
}

} // namespace detail

/// tanh(x). Largest error: 0.94 ULP over all floats, 1.02 ULP over 12 million doubles.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> tanh(simd::vector<T, W> x) noexcept {
    if constexpr (sizeof(T) == 4)
        return detail::tanh_by_table(x);
    else
        return detail::tanh_by_division(x);
}

} // namespace math
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
