/// What can be wrong with the arguments of dense, each with its own sentence.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/core/count.hpp>
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
enum class activation_flaw {
    not_given,
    is_called,
    is_bias,
    is_layer,
    name,
    value,
    value_signature,
    derivative,
    derivative_signature,
    one_derivative
};

// As of a layer's members (layer/verdict.hpp).
struct named_value {
    int value;
};
struct named_derivatives {
    int derivative_from_output, derivative_from_input;
};
template <class A, class Name>
struct activation_named_twice : A, Name {};
template <class A>
concept activation_can_be_asked = std::is_class_v<A> && !std::is_final_v<A>;
template <class A>
concept lacks_value = !activation_can_be_asked<A> || requires {
    &activation_named_twice<A, named_value>::value;
};
template <class A>
concept lacks_derivatives = !activation_can_be_asked<A> || requires {
    &activation_named_twice<A, named_derivatives>::derivative_from_output;
    &activation_named_twice<A, named_derivatives>::derivative_from_input;
};
template <class A>
concept has_value = requires(simd::scalar_vector<float> f, simd::scalar_vector<double> d) {
    { A::value(f) } -> std::same_as<simd::scalar_vector<float>>;
    { A::value(d) } -> std::same_as<simd::scalar_vector<double>>;
};

template <class A>
consteval activation_flaw first_activation_flaw() {
    if constexpr (std::is_same_v<A, mistake::not_given>)
        return activation_flaw::not_given;
    else if constexpr (std::is_function_v<A>)
        return activation_flaw::is_called;
    else if constexpr (std::is_same_v<A, bias> || std::is_same_v<A, no_bias>)
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
    else if constexpr (!has_value<A>)
        return lacks_value<A> ? activation_flaw::value : activation_flaw::value_signature;
    else if constexpr (offers_derivative_from_output<A> && offers_derivative_from_input<A>)
        return activation_flaw::one_derivative;
    else
        return lacks_derivatives<A> ? activation_flaw::derivative : activation_flaw::derivative_signature;
}

} // namespace detail

namespace mistake {

template <class Dense, class Activation>
struct not_an_activation {
    template <detail::activation_flaw F>
    static constexpr bool free_of = detail::first_activation_flaw<Activation>() != F;
    using enum detail::activation_flaw;

    static_assert(free_of<detail::activation_flaw::not_given>,
                  "the activation is missing, which is the last argument: activate<N, relu>");
    static_assert(free_of<is_called>,
                  "an activation is given as a type, without parentheses: relu, not relu()");
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
    static_assert(
        free_of<value_signature>,
        "this is no activation: its `value` must be a public `template <class V> static constexpr V "
        "value(V z)`, static, for any vector V, which it returns");
    static_assert(
        free_of<derivative_signature>,
        "this is no activation: its derivative must be a public `template <class V> static "
        "constexpr V derivative_from_output(V y)`, or `derivative_from_input(V z)`, static, for any "
        "vector V, which it returns");
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

template <class Dense, class Activation, class Bias, long long Count>
consteval auto judge_dense() {
    if constexpr (!activation<Activation>)
        return verdict_is<mistake::not_an_activation<Dense, Activation>>;
    else if constexpr (!std::is_same_v<Bias, bias> && !std::is_same_v<Bias, no_bias>)
        return verdict_is<mistake::neither_bias_nor_no_bias<Dense, Bias>>;
    else
        return unless<(Count <= largest_count),
                      mistake::too_many_parameters<Dense, mistake::parameter_count<Count>>>{};
}
template <class Dense, class Activation, class Bias, long long Count = 0>
using dense_verdict = typename decltype(judge_dense<Dense, Activation, Bias, Count>())::type;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
