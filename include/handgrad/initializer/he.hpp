/// How weights before a rectifier begin.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/initializer/concept.hpp>
#include <handgrad/initializer/fill.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// sqrt(numerator / ((1 + negative_slope^2) In)).
template <class T, int In>
constexpr T he_scale(int numerator, double negative_slope) {
    using V = simd::vector<double, 1>;
    const V passed = fma(V(negative_slope), V(negative_slope), V(1)) * V(In);
    return square_root_of_ratio(static_cast<T>(numerator), static_cast<T>(passed.v));
}

} // namespace detail

/// Variance 2 / ((1 + negative_slope^2) In): keeps the mean square of what passes a rectifier, or a leaky one
/// of that slope below zero (K. He et al., "Delving deep into rectifiers", 2015; PyTorch's kaiming_normal_
/// and kaiming_uniform_ with a = negative_slope and mode fan_in).
struct he_normal {
    setting<"he_normal: negative_slope", range::finite> negative_slope = by_default(0);

    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        detail::fill_normal(w, detail::he_scale<T, In>(2, negative_slope), r);
    }
};
/// The same variance, uniform within +- sqrt(6 / ((1 + negative_slope^2) In)).
struct he_uniform {
    setting<"he_uniform: negative_slope", range::finite> negative_slope = by_default(0);

    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        detail::fill_uniform(w, detail::he_scale<T, In>(6, negative_slope), r);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
