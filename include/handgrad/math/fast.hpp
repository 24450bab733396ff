/// The exponential, logistic and hyperbolic tangent functions of floats in two thirds of the time, at up to
/// four units of the last place in place of one.
///
/// All else is as with the exact functions: the same bits everywhere, the whole range, exact at 0 (of either
/// sign), infinities and NaN. But they rise only on the whole: a result may be smaller, by a unit or two of
/// the last place, than that of the float before. Of doubles they are the exact functions.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/dual.hpp>
#include <handgrad/math/exp.hpp>
#include <handgrad/math/hyperbolic.hpp>
#include <handgrad/math/sigmoid.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math::fast {

namespace detail {

using namespace math::detail;

/// near(x) where 2^k is a normal number, exact(x) where it is not, or x is no number: by the bits, so that
/// NaN is found.
template <int W, class Near, class Exact>
HANDGRAD_INLINE constexpr simd::vector<float, W> either(simd::vector<float, W> x, Near near,
                                                        Exact exact) noexcept {
    using V = simd::vector<float, W>;
    const auto magnitude = bits(abs(x)), limit = bits(V(86));
    if (!any(magnitude > limit)) [[likely]]
        return near(x);
    const auto far = magnitude > limit;
    return select(far, exact(x), near(select(far, V(0), x)));
}

/// exp(r) to 2^-25, where exp(x) = exp(r) 2^k; k_bits as with exp_parts.
template <class V>
struct short_exp {
    V value;
    typename V::integers_type k_bits;
};
template <int Bias, class V>
HANDGRAD_INLINE constexpr short_exp<V> split(V x) noexcept {
    const auto k = nearest_to_product<Bias>(x, V(0x1.715476p0f));
    const V r = fnma(k.number, V(0x1.7f7d1cp-20f), fnma(k.number, V(0x1.62e4p-1f), x));
    const V q = pairs(r, r * r, 0.5f, 0x1.5554dcp-3f, 0x1.5554e8p-5f, 0x1.120c18p-7f, 0x1.6d4e66p-10f);
    return {fma(r * r, q, V(1) + r), k.last_bits};
}

/// 1 / (1 + exp(-x)) for |x| <= 86.
template <class V>
HANDGRAD_INLINE constexpr V near_sigmoid(V x) noexcept {
    const auto e = split<exponent_bias<V>>(-x);
    return V(1) / fma(e.value, power_of_two_biased<V>(e.k_bits), V(1));
}

/// s + x s (1 - s), the derivative of x s with s = sigmoid(x).
template <class V>
HANDGRAD_INLINE constexpr V silu_slope(V x, V s) noexcept {
    return fma(x * s, V(1) - s, s);
}
/// x, or where it is far beyond what sigmoid is 0 or 1 from, as far: so that no infinity is multiplied by 0.
template <class V>
HANDGRAD_INLINE constexpr V bounded(V x) noexcept {
    return min(V(1000), max(V(-1000), x));
}

/// The centres of eight equal intervals from 0 to 9.2, and their tanh: floats of which that is true to 2^-34.
struct tanh_table {
    static constexpr float end = 9.2f, entries_per_one = 0.8125f;
    alignas(32) static constexpr float centre[8] = {0x0p0f,        0x1.3b15b6p0f, 0x1.3b0dap1f,
                                                    0x1.d92438p1f, 0x1.3a76b6p2f, 0x1.89c0ep2f,
                                                    0x1.d61162p2f, 0x1.0a2b24p3f};
    alignas(32) static constexpr float value[8] = {0x0p0f,         0x1.af84f4p-1f, 0x1.f8998ap-1f,
                                                   0x1.ff5eb6p-1f, 0x1.fff1dap-1f, 0x1.fffedp-1f,
                                                   0x1.ffffe4p-1f, 0x1.fffffcp-1f};
};

} // namespace detail

/// exp(x). Largest error: 1.33 ULP over all floats.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> exp(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    if constexpr (sizeof(T) == 8) {
        return math::exp(x);
    } else {
        return detail::either(
            x,
            [](V z) HANDGRAD_INLINE_LAMBDA {
                const auto e = detail::split<0>(z);
                return V::from_bits(bits(e.value) + shift_left<23>(e.k_bits));
            },
            [](V z) HANDGRAD_INLINE_LAMBDA { return math::exp(z); });
    }
}

/// 1 / (1 + exp(-x)). Largest error: 3.20 ULP over all floats.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> sigmoid(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    if constexpr (sizeof(T) == 8) {
        return math::sigmoid(x);
    } else {
        return detail::either(
            x, [](V z) HANDGRAD_INLINE_LAMBDA { return detail::near_sigmoid(z); },
            [](V z) HANDGRAD_INLINE_LAMBDA { return math::sigmoid(z); });
    }
}

/// x sigmoid(x); -0 for -infinity.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> silu(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    const auto exact = [](V z) HANDGRAD_INLINE_LAMBDA {
        const V bounded = max(V(sigmoid_lowest<T>), z);
        return bounded * sigmoid_from_lowest(bounded);
    };
    if constexpr (sizeof(T) == 8)
        return exact(x);
    else
        return detail::either(
            x, [](V z) HANDGRAD_INLINE_LAMBDA { return z * detail::near_sigmoid(z); }, exact);
}

/// Its derivative, sigmoid(x) (1 + x (1 - sigmoid(x))).
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> silu_slope(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    const auto exact = [](V z) HANDGRAD_INLINE_LAMBDA {
        const V bounded = detail::bounded(z);
        return detail::silu_slope(bounded, math::sigmoid(bounded));
    };
    if constexpr (sizeof(T) == 8)
        return exact(x);
    else
        return detail::either(
            x, [](V z) HANDGRAD_INLINE_LAMBDA { return detail::silu_slope(z, detail::near_sigmoid(z)); },
            exact);
}

/// tanh(x) = (T + tanh(r)) / (1 + T tanh(r)) with x = centre + r and T = tanh(centre), which are looked up; K
/// = r / tanh(r) is a polynomial in r^2. Largest error: 2.43 ULP over all floats.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> tanh(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    if constexpr (sizeof(T) == 8) {
        return math::tanh(x);
    } else {
        using table = detail::tanh_table;
        const V magnitude = abs(x);
        const V a = min(V(table::end), magnitude);
        const auto entry = detail::nearest_to_product<0>(a, V(table::entries_per_one)).last_bits;
        const V r = a - V::lookup(table::centre, entry);
        const V value = V::lookup(table::value, entry);
        const V z = r * r;
        const V k = fma(z, fma(z, fma(z, V(0x1.018b8ep-9f), V(-0x1.6b88bcp-6f)), V(0x1.5554c4p-2f)), V(1));
        const V result = fma(value, k, r) / fma(value, r, k);
        return V::from_bits(bits(result) | (bits(x) ^ bits(magnitude)));
    }
}

/// Of dual numbers: exp' = exp, sigmoid' = y (1 - y), silu' = silu_slope, tanh' = 1 - y^2.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<dual<T>, W> exp(simd::vector<dual<T>, W> x) noexcept {
    const auto y = fast::exp(x.value());
    return {y, y * x.tangent()};
}
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<dual<T>, W> sigmoid(simd::vector<dual<T>, W> x) noexcept {
    const auto y = fast::sigmoid(x.value());
    return {y, fnma(y, y, y) * x.tangent()};
}
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<dual<T>, W> silu(simd::vector<dual<T>, W> x) noexcept {
    return {fast::silu(x.value()), fast::silu_slope(x.value()) * x.tangent()};
}
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<dual<T>, W> silu_slope(simd::vector<dual<T>, W> x) noexcept {
    const auto bounded = detail::bounded(x);
    return detail::silu_slope(bounded, fast::sigmoid(bounded));
}
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<dual<T>, W> tanh(simd::vector<dual<T>, W> x) noexcept {
    const auto y = fast::tanh(x.value());
    return {y, fnma(y, y, simd::vector<T, W>(1)) * x.tangent()};
}

} // namespace math::fast
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
