/// Sine and cosine.
#pragma once

#include <handgrad/simd/exp.hpp>
#include <handgrad/simd/far_reduction.hpp>

namespace handgrad::inline HANDGRAD_ISA::math {

namespace detail {

/// x = k pi/2 + r + tail, |r| <= pi/4.
template <class V>
struct reduced_angle {
    typename V::integers_type k;
    V r;
    V tail;
};

/// pi/2 in three parts, and up to where they serve.
template <class T>
struct half_pi;
template <>
struct half_pi<float> {
    static constexpr float inverse = 0x1.45f306p-1f;
    static constexpr float high = 0x1.921fb6p0f;
    static constexpr float middle = -0x1.777a5cp-25f;
    static constexpr float low = -0x1.ee59dap-50f;
    static constexpr float limit = 0x1p16f;
    static constexpr float near = 0x1p-8f;
};
template <>
struct half_pi<double> {
    static constexpr double inverse = 0x1.45f306dc9c883p-1;
    static constexpr double high = 0x1.921fb54442d18p0;
    static constexpr double middle = 0x1.1a62633145c07p-54;
    static constexpr double low = -0x1.f1976b7ed8fbcp-110;
    static constexpr double limit = 0x1p30;
    static constexpr double near = 0x1p-22;
};

/// For a >= 0. The first step is exact: both numbers are multiples of the last place of `high`, and so is the
/// small difference. The second has an error, which is found exactly where the first remainder is not `near`
/// zero, that is, at least twice as large as k middle; and where it is, r is that much more precise.
template <class V>
HANDGRAD_INLINE constexpr reduced_angle<V> reduce(V a) noexcept {
    using T = typename V::value_type;
    using parts = half_pi<T>;
    reduced_angle<V> result;
    result.k = nearest_integer(a, V(parts::inverse));
    const V n = V::from_integers(result.k);
    const V first = fnma(n, V(parts::high), a);
    result.r = fnma(n, V(parts::middle), first);
    const V lost = fnma(n, V(parts::middle), first - result.r);
    result.tail = fnma(n, V(parts::low), select(abs(first) > V(parts::near), lost, V(0)));

    if (any(a > V(parts::limit))) [[unlikely]] {
        T x[V::width], turns[V::width], r[V::width], tail[V::width];
        a.store(x);
        n.store(turns);
        result.r.store(r);
        result.tail.store(tail);
        reduce_far_lanes(V::width, parts::limit, x, turns, r, tail);
        result = {nearest_integer(V::load(turns), V(1)), V::load(r), V::load(tail)};
    }
    return result;
}

/// sin(r + tail) and cos(r + tail) for |r| <= pi/4, z = r^2.
template <class V>
HANDGRAD_INLINE constexpr V sin_near_zero(V r, V tail, V z) noexcept {
    V s;
    if constexpr (sizeof(typename V::value_type) == 4)
        s = polynomial(z, -0x1.555546p-3f, 0x1.110776p-7f, -0x1.9952fap-13f);
    else
        s = polynomial(z, -0x1.5555555555548p-3, 0x1.111111110f73p-7, -0x1.a01a019be9219p-13,
                       0x1.71de35552b84p-19, -0x1.ae5e4b84162c7p-26, 0x1.5d8b55a4e3635p-33);
    return r + fma(z, fma(r, s, V(typename V::value_type(-0.5)) * tail), tail);
}
template <class V>
HANDGRAD_INLINE constexpr V cos_near_zero(V r, V tail, V z) noexcept {
    using T = typename V::value_type;
    V c;
    if constexpr (sizeof(T) == 4)
        c = polynomial(z, 0x1.55554ap-5f, -0x1.6c0c28p-10f, 0x1.99e80cp-16f);
    else
        c = polynomial(z, 0x1.555555555554bp-5, -0x1.6c16c16c1500dp-10, 0x1.a01a019c8dd1cp-16,
                       -0x1.27e4f7f04ff9bp-22, 0x1.1ee9dacb64eecp-29, -0x1.8fa5ec6df5d93p-37);
    const V sum = fma(z, V(T(-0.5)), V(1));
    const V lost = fma(z, V(T(-0.5)), V(1) - sum);
    return sum + fma(z * z, c, fnma(r, tail, lost));
}

/// sin(k pi/2 + r + tail).
template <class V>
HANDGRAD_INLINE constexpr V sin_of(reduced_angle<V> x) noexcept {
    using integers = typename V::integers_type;
    constexpr int to_sign = 8 * static_cast<int>(sizeof(typename V::value_type)) - 2;
    const V z = x.r * x.r;
    const auto odd = (x.k & integers(1)) == integers(1);
    const V result = select(odd, cos_near_zero(x.r, x.tail, z), sin_near_zero(x.r, x.tail, z));
    return V::from_bits(bits(result) ^ shift_left<to_sign>(x.k & integers(2)));
}

} // namespace detail

/// sin(x), over the whole range; NaN for infinity. Largest error: 1.00 ULP over all floats, 0.81 ULP over 21
/// million doubles of every size.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> sin(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    const V a = abs(x);
    return V::from_bits(bits(detail::sin_of(detail::reduce(a))) ^ bits(a) ^ bits(x));
}

/// cos(x), over the whole range; NaN for infinity. Largest error: 1.00 ULP over all floats, 0.83 ULP over 21
/// million doubles of every size.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> cos(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    auto angle = detail::reduce(abs(x));
    angle.k = angle.k + typename V::integers_type(1);
    return detail::sin_of(angle);
}

} // namespace handgrad::inline HANDGRAD_ISA::math
