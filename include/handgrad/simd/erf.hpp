/// The error function.
#pragma once

#include <handgrad/simd/exp.hpp>

namespace handgrad::inline HANDGRAD_ISA::math {

namespace detail {

/// erf(a) / a - 1 for 0 <= a <= 1, u = a^2.
template <class V>
HANDGRAD_INLINE constexpr V erf_ratio(V u) noexcept {
    if constexpr (sizeof(typename V::value_type) == 4)
        return polynomial(u, 0x1.06eba8p-3f, -0x1.81274p-2f, 0x1.ce2d52p-4f, -0x1.b7fec4p-6f, 0x1.542fecp-8f,
                          -0x1.a5197ap-11f, 0x1.4c5cb4p-14f);
    else
        return polynomial(u, 0x1.06eba8214db69p-3, -0x1.812746b037a02p-2, 0x1.ce2f21a043b39p-4,
                          -0x1.b82ce312c9046p-6, 0x1.565bcd17e7affp-8, -0x1.c02db5bf4fdf2p-11,
                          0x1.f9a35d6366c6cp-14, -0x1.f4d6e3d737fc4p-17, 0x1.ba29d49a8c353p-20,
                          -0x1.622497fd01794p-23, 0x1.112a309aa39f5p-26, -0x1.fbbb1685e39e7p-30,
                          0x1.46ec348c77d95p-32, -0x1.3737f2c97aeb6p-35);
}

/// log(1 - erf(1 + t)) for 0 <= t <= 2.95 (float), 4.95 (double), up to an error that counts where 1 - erf is
/// large.
template <class V>
HANDGRAD_INLINE constexpr V log_erfc(V t) noexcept {
    if constexpr (sizeof(typename V::value_type) == 4)
        return polynomial(t, -0x1.d97fcp0f, -0x1.51c9bp1f, -0x1.afabb4p-1f, -0x1.547facp-5f, 0x1.4951d2p-7f,
                          -0x1.0865bp-9f, 0x1.33e248p-12f, -0x1.86f9c4p-16f, 0x1.0dd1a8p-22f);
    else
        return polynomial(t, -0x1.d97fbf27aa2a1p0, -0x1.51c9b0006c23dp1, -0x1.afabc11a28f46p-1,
                          -0x1.5477f09ca8257p-5, 0x1.48c9d40bdc0d4p-7, -0x1.033f69916dcacp-9,
                          0x1.f1b4bb96601bp-13, 0x1.b8be30bad2fc8p-16, -0x1.c758fe5370fc8p-16,
                          0x1.4154f9921efp-17, -0x1.0ead9a506f9d3p-19, 0x1.ac42d294c016ap-24,
                          0x1.181886738c07ep-23, -0x1.314fafd54dd38p-24, 0x1.8f8afdca5938ep-26,
                          -0x1.8079846267a8p-28, 0x1.18afd2b603cc9p-30, -0x1.3107e76153b77p-33,
                          0x1.d28ed7a2aaebdp-37, -0x1.bfd983a41895p-41, 0x1.9522dba3938dbp-46);
}

} // namespace detail

/// erf(x) = 2 / sqrt(pi) times the integral of exp(-t^2) over 0 <= t <= x.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> erf(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    const V a = min(V(sizeof(T) == 4 ? T(3.95) : T(5.95)), abs(x)); // from there on erf is 1
    const auto e = detail::split_exp(detail::log_erfc(max(V(0), a - V(1))));
    const V power = detail::power_of_two<V>(e.k);
    const V far = fnma(e.r * power, e.p, V(1) - power);
    const V near = fma(a, detail::erf_ratio(a * a), a);
    return copysign(select(a > V(1), far, near), x);
}

} // namespace handgrad::inline HANDGRAD_ISA::math
