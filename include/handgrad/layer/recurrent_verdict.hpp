/// What recurrent layers are made with, and what can be wrong with it.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/count.hpp>
#include <handgrad/core/verdict.hpp>
#include <handgrad/layer/dense_verdict.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// One bias, added to the product with the input: of a recurrent layer, which has by default, `bias`, another
/// one beside it, added to the product with the state. (Keras' LSTM and its older GRU have one, PyTorch two.)
struct one_bias {};

/// Says that a sequence begins with a state of zeros.
struct zero_initial_state {};
/// Says that it begins with numbers that are among the parameters but not learned, as files bring them.
struct constant_initial_state {};
/// Says that it begins with numbers that are learned.
struct learned_initial_state {};

namespace mistake {

template <class Layer, class Bias>
struct no_kind_of_bias {
    static_assert(
        detail::holds<Bias>,
        "the bias of a recurrent layer is bias (two of them), one_bias or no_bias, and stands before "
        "the initial state");
};

template <class Layer, class Given>
struct activation_left_out {
    static_assert(detail::holds<Given>,
                  "the third argument of this layer is the activation, the bias and the "
                  "initial state come after it: rnn<In, Hidden, tanh, no_bias>");
};

template <class Layer, class Initial>
struct no_initial_state {
    static_assert(detail::holds<Initial>, "the last argument of a recurrent layer is zero_initial_state, "
                                          "constant_initial_state or learned_initial_state");
};

} // namespace mistake

namespace detail {

template <class Bias>
inline constexpr bool is_recurrent_bias =
    std::is_same_v<Bias, bias> || std::is_same_v<Bias, one_bias> || std::is_same_v<Bias, no_bias>;
template <class Initial>
inline constexpr bool is_initial_state =
    std::is_same_v<Initial, zero_initial_state> || std::is_same_v<Initial, constant_initial_state> ||
    std::is_same_v<Initial, learned_initial_state>;

/// The verdict on the arguments of a recurrent layer with so many parameters.
template <class Layer, class Activation, class Bias, class Initial, long long Parameters>
using recurrent_verdict = typename first_mistake<
    unless<!is_recurrent_bias<Activation> && !is_initial_state<Activation>,
           mistake::activation_left_out<Layer, Activation>>,
    std::type_identity<dense_verdict<Layer, Activation, handgrad::bias, Parameters>>,
    unless<is_recurrent_bias<Bias>, mistake::no_kind_of_bias<Layer, Bias>>,
    unless<is_initial_state<Initial>, mistake::no_initial_state<Layer, Initial>>>::type;

/// More parameters than a recurrent layer can have; few enough to be counted.
constexpr long long most_parameters(long long in, long long hidden, long long gates, long long states) {
    return (in + hidden + 2) * gates * hidden + states * hidden;
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
