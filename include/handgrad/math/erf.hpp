/// The error function.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/exp.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math {

namespace detail {

/// erf(a) = start + t p(t) for eight intervals of a, one in each column: their centres (but 0 in the first),
/// erf of the centres, which were so chosen that it is a float to 2^-36, and the coefficients of p. In the
/// first interval t = a, and start is a, too, so that p is 0.13 and its error small.
inline constexpr float erf_intervals_per_one = 1.905f;
inline constexpr float erf_float_is_one = 3.93f;
alignas(32) inline constexpr float erf_table[][8] = {
    {0, 0x1.d6fafep-2f, 0x1.0ca518p0f, 0x1.9335eep0f, 0x1.0cc8d6p1f, 0x1.4ff6ep1f, 0x1.930c7cp1f,
     0x1.d3a012p1f},
    {0, 0x1.f03b94p-2f, 0x1.b97374p-1f, 0x1.f2bafp-1f, 0x1.fe7942p-1f, 0x1.ffe50ap-1f, 0x1.fffee4p-1f,
     0x1.fffff8p-1f},
    {0x1.06eba8p-3f, 0x1.d39346p-1f, 0x1.8025d2p-2f, 0x1.82c126p-4f, 0x1.c1a912p-7f, 0x1.2d5adep-10f,
     0x1.d3e77cp-15f, 0x1.e439dap-20f},
    {-0x1.7966ecp-21f, -0x1.ae1ccap-2f, -0x1.931f54p-2f, -0x1.3093fep-3f, -0x1.d81dcap-6f, -0x1.8b7a4ap-9f,
     -0x1.704c4ep-13f, -0x1.b9e4fp-18f},
    {-0x1.811cbep-2f, -0x1.67a868p-3f, 0x1.33d668p-3f, 0x1.fecec2p-4f, 0x1.251086p-5f, 0x1.40b6eap-8f,
     0x1.6dfc8ep-12f, 0x1.0177cep-16f},
    {-0x1.79c61ap-11f, 0x1.711d8p-3f, 0x1.acf524p-5f, -0x1.8e3852p-5f, -0x1.ca0b52p-6f, -0x1.633caep-8f,
     -0x1.01eb4p-11f, -0x1.b6b24ep-16f},
    {0x1.e53012p-4f, 0x1.3f0d5ep-6f, -0x1.0c55dap-4f, -0x1.e8de66p-8f, 0x1.9913eep-7f, 0x1.19efdep-8f,
     0x1.1dd536p-11f, 0x1.31a7b8p-15f},
    {-0x1.47201ep-6f, -0x1.895736p-5f, 0x1.1e7b04p-7f, 0x1.0bb03ap-6f, -0x1.47ad54p-10f, -0x1.25d762p-9f,
     -0x1.bce10ap-12f, -0x1.1561c4p-15f}};

/// erf(a), a >= 0.
template <int W>
HANDGRAD_INLINE constexpr simd::vector<float, W> erf_positive(simd::vector<float, W> a) noexcept {
    using V = simd::vector<float, W>;
    a = min(V(erf_float_is_one), a);
    // the number of the interval at the end of the significand
    const auto interval = bits(fma(a, V(erf_intervals_per_one), V(0x1.8p23f)));
    const auto entry = [&](int i) HANDGRAD_INLINE_LAMBDA { return V::lookup(erf_table[i], interval); };
    const V t = a - entry(0);
    const V t2 = t * t;
    const V start = max(entry(1), t);
    const V p =
        fma(t, fma(t2, fma(t2, entry(7), fma(t, entry(6), entry(5))), fma(t, entry(4), entry(3))), entry(2));
    return fma(t, p, start);
}

/// erf(a) / a - 1 is a polynomial in a^2 up to a = 1; log(1 - erf(a)) is one in a - 1 from there on, up to an
/// error that counts only where 1 - erf is large.
template <int W>
HANDGRAD_INLINE constexpr simd::vector<double, W> erf_positive(simd::vector<double, W> a) noexcept {
    using V = simd::vector<double, W>;
    const V ratio = polynomial(a * a, 0x1.06eba8214db69p-3, -0x1.812746b037a02p-2, 0x1.ce2f21a043b39p-4,
                               -0x1.b82ce312c9046p-6, 0x1.565bcd17e7affp-8, -0x1.c02db5bf4fdf2p-11,
                               0x1.f9a35d6366c6cp-14, -0x1.f4d6e3d737fc4p-17, 0x1.ba29d49a8c353p-20,
                               -0x1.622497fd01794p-23, 0x1.112a309aa39f5p-26, -0x1.fbbb1685e39e7p-30,
                               0x1.46ec348c77d95p-32, -0x1.3737f2c97aeb6p-35);
    const V is_one(5.95);
    const V t = max(V(0), min(is_one, a) - V(1));
    const V log_of_rest = polynomial(t, -0x1.d97fbf27aa2a1p0, -0x1.51c9b0006c23dp1, -0x1.afabc11a28f46p-1,
                                     -0x1.5477f09ca8257p-5, 0x1.48c9d40bdc0d4p-7, -0x1.033f69916dcacp-9,
                                     0x1.f1b4bb96601bp-13, 0x1.b8be30bad2fc8p-16, -0x1.c758fe5370fc8p-16,
                                     0x1.4154f9921efp-17, -0x1.0ead9a506f9d3p-19, 0x1.ac42d294c016ap-24,
                                     0x1.181886738c07ep-23, -0x1.314fafd54dd38p-24, 0x1.8f8afdca5938ep-26,
                                     -0x1.8079846267a8p-28, 0x1.18afd2b603cc9p-30, -0x1.3107e76153b77p-33,
                                     0x1.d28ed7a2aaebdp-37, -0x1.bfd983a41895p-41, 0x1.9522dba3938dbp-46);
    const auto rest = split_exp(log_of_rest);
    const V power = power_of_two<V>(rest.k);
    return select(a > V(1), fnma(rest.r * power, rest.p, V(1) - power), fma(a, ratio, a));
}

} // namespace detail

/// erf(x) = 2 / sqrt(pi) times the integral of exp(-t^2) over 0 <= t <= x. Largest error: 0.91 ULP over all
/// floats, 1.02 ULP over 8 million doubles.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> erf(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    const typename V::integers_type sign(std::numeric_limits<simd::int_of<T>>::min());
    return V::from_bits(bits(detail::erf_positive(abs(x))) | (bits(x) & sign));
}

} // namespace math
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
