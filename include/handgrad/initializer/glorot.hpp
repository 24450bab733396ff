/// How weights before a function that is smooth at zero begin.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/initializer/concept.hpp>
#include <handgrad/initializer/fill.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// gain sqrt(numerator / (In + Out)).
template <class T, int In, int Out>
constexpr T glorot_scale(int numerator, double gain) {
    using V = simd::vector<T, 1>;
    const T scale = square_root_of_ratio(static_cast<T>(numerator), static_cast<T>(In + Out));
    return (V(static_cast<T>(gain)) * V(scale)).v;
}

} // namespace detail

/// Variance gain^2 2 / (In + Out): a compromise between the way forward and the way back (X. Glorot,
/// Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010; PyTorch's
/// xavier_normal_ and xavier_uniform_). PyTorch recommends a gain of 1 before identity and sigmoid, 5/3
/// before tanh, 3/4 before selu; it is not negative.
struct glorot_normal {
    setting<"glorot_normal: gain", range::not_negative> gain = by_default(1);

    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        detail::fill_normal(w, detail::glorot_scale<T, In, Out>(2, gain), r);
    }
};
/// The same variance, uniform within +- gain sqrt(6 / (In + Out)).
struct glorot_uniform {
    setting<"glorot_uniform: gain", range::not_negative> gain = by_default(1);

    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        detail::fill_uniform(w, detail::glorot_scale<T, In, Out>(6, gain), r);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
