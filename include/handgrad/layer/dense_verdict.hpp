/// What can be wrong with the arguments of dense, each with its own sentence.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/core/verdict.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// The fourth argument of dense: it adds a learned number b_j to each output.
struct bias {};
/// It adds none, as in the lecture.
struct no_bias {};

namespace detail {

/// What keeps a type from being an activation.
enum class activation_flaw { is_bias, is_layer, name, value, derivative, one_derivative };

template <class A>
consteval activation_flaw first_activation_flaw() {
    if constexpr (std::is_same_v<A, bias> || std::is_same_v<A, no_bias>)
        return activation_flaw::is_bias;
    else if constexpr (requires {
                           A::inputs;
                           A::outputs;
                       })
        return activation_flaw::is_layer;
    else if constexpr (!requires {
                           { A::name } -> std::convertible_to<const char*>;
                       })
        return activation_flaw::name;
    else if constexpr (!requires(simd::scalar_vector<float> z, simd::scalar_vector<double> d) {
                           A::value(z);
                           A::value(d);
                       })
        return activation_flaw::value;
    else if constexpr (offers_derivative_from_output<A> && offers_derivative_from_input<A>)
        return activation_flaw::one_derivative;
    else
        return activation_flaw::derivative;
}

} // namespace detail

namespace mistake {

template <class Dense, class Activation>
struct not_an_activation {
    template <detail::activation_flaw F>
    static constexpr bool free_of = detail::first_activation_flaw<Activation>() != F;
    using enum detail::activation_flaw;

    static_assert(free_of<is_bias>, "the third argument of dense is the activation, the fourth is bias or "
                                    "no_bias: dense<In, Out, identity, no_bias>");
    static_assert(free_of<is_layer>,
                  "a layer is no activation: it stands in the network's list after the dense "
                  "layer, dense<In, Out>, softmax<Out>");
    static_assert(free_of<name>, "a layer was given something else than an activation: this type lacks a "
                                 "public `static constexpr const char* name`");
    static_assert(free_of<value>, "a layer was given something else than an activation: this type lacks a "
                                  "public `template <class V> static constexpr V value(V z)`");
    static_assert(
        free_of<derivative>,
        "a layer was given something else than an activation: this type lacks a public `template "
        "<class V> static constexpr V derivative_from_output(V y)`, or `derivative_from_input(V z)`");
    static_assert(free_of<one_derivative>, "an activation must offer derivative_from_output or "
                                           "derivative_from_input, but not both");
};

template <class Dense, class Bias>
struct neither_bias_nor_no_bias {
    static constexpr bool is_bias = std::is_same_v<Bias, bias> || std::is_same_v<Bias, no_bias>;
    static_assert(is_bias, "the fourth argument of dense is bias or no_bias");
};

} // namespace mistake

namespace detail {

template <class Dense, class Activation, class Bias>
consteval auto judge_dense() {
    if constexpr (!activation<Activation>)
        return verdict_is<mistake::not_an_activation<Dense, Activation>>;
    else if constexpr (!std::is_same_v<Bias, bias> && !std::is_same_v<Bias, no_bias>)
        return verdict_is<mistake::neither_bias_nor_no_bias<Dense, Bias>>;
    else
        return verdict_is<well_formed>;
}
template <class Dense, class Activation, class Bias>
using dense_verdict = typename decltype(judge_dense<Dense, Activation, Bias>())::type;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
