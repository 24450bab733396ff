/// What can be wrong with the sequences that a batch is, and with the state that they go on from.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/network/batch_verdict.hpp>
#include <handgrad/network/fingerprint.hpp>
#include <handgrad/network/parameters_verdict.hpp>
#include <handgrad/network/sequences.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <int Steps>
struct workspace_steps {};
template <int Steps>
struct batch_steps {};
template <int Sequences>
struct batch_sequences {};
template <int Stride>
struct layers_stride {};

template <class Batch, class Network>
struct sequences_not_told {
    static_assert(detail::holds<Batch>,
                  "this network looks from step to step: say of how many sequences the rows are the steps, "
                  "hg::sequences<B>(x), or hg::going_on(x, state) with a Net::state<B>");
};

template <class Batch, class Sequences>
struct no_whole_steps;
template <int Rows, int Sequences>
struct no_whole_steps<batch_rows<Rows>, batch_sequences<Sequences>> {
    static_assert(Rows % Sequences == 0,
                  "the rows of a batch are as many steps of each of its sequences: row b * steps + t");
};

template <class Batch, class Workspace>
struct no_whole_sequences;
template <int Rows, int Steps>
struct no_whole_sequences<batch_rows<Rows>, workspace_steps<Steps>> {
    static_assert(Rows % Steps == 0,
                  "a batch must be whole sequences, of as many steps as the workspace is for");
};

template <class Workspace, class Batch>
struct workspace_of_other_steps;
template <int Has, int Wants>
struct workspace_of_other_steps<workspace_steps<Has>, batch_steps<Wants>> {
    static_assert(Has == Wants, "the workspace must be for sequences of as many steps as the batch has: "
                                "Net::workspace<16 * hg::steps(64)>");
};

template <class Batch, class Workspace>
struct sequences_not_counted {
    static_assert(detail::holds<Batch>,
                  "nobody says how many sequences these rows are: hg::sequences<B>(x), or a workspace for as "
                  "many steps, Net::workspace<16 * hg::steps(64)>");
};

template <class Given, class Network>
struct not_a_state {
    static_assert(detail::holds<Given>, "sequences go on from a state of the network, Net::state<B>");
};
template <class Given, class Network>
struct state_of_another_network {
    static_assert(detail::holds<Given>, "this state belongs to another network");
};
template <class Given, class Network>
struct state_without_a_memory {
    static_assert(detail::holds<Given>,
                  "this network remembers nothing, and this is the state of another one: "
                  "give it the rows alone, or hg::sequences<B>(x)");
};
template <class State, class Parameters>
struct state_number_mismatch;
template <class Has, class Wants>
struct state_number_mismatch<has<Has>, wants<Wants>> {
    static_assert(std::is_same_v<Has, Wants>,
                  "the numbers of a state must have the type of the parameters' numbers: Net::state<B, T>");
};
template <class Given, class Wanted>
struct state_gradient_of_another_type {
    static_assert(detail::holds<Given>,
                  "the gradient with respect to a state is of the state's type: as many sequences");
};

template <class Network>
struct state_of_what_looks_ahead {
    static_assert(detail::holds<Network>,
                  "this network looks ahead, as bidirectional layers do: its sequences are whole, "
                  "hg::sequences<B>(x), and neither streamed nor gone on with");
};
template <class Batch>
struct derivative_from_a_state {
    static_assert(detail::holds<Batch>,
                  "this derivative is of sequences from their beginning: hg::sequences<B>(x), not going_on");
};

template <class Network>
struct streams_one_row {
    static_assert(detail::holds<Network>,
                  "this network makes one row of a whole block, as last_step does: use forward or predict");
};

template <class Batch, class Stride>
struct no_whole_strides;
template <int Steps, int Stride>
struct no_whole_strides<batch_steps<Steps>, layers_stride<Stride>> {
    static_assert(Steps % Stride == 0, "the layers of this network make one row of so many steps, of which a "
                                       "batch must have a whole number");
};

template <class Network>
struct no_input_gradient {
    static_assert(detail::holds<Network>,
                  "this network begins with an embedding: its inputs are tokens, with respect to which there "
                  "is no gradient, nor a tangent of them");
};
template <class Batch>
struct not_tokens {
    static_assert(detail::holds<Batch>,
                  "this network begins with an embedding: the numbers of a batch are tokens, std::int32_t");
};

template <class Batch, class Network>
struct run_time_steps_looking_ahead {
    static_assert(detail::holds<Batch>,
                  "this network looks ahead, so that its sequences are not cut: the compiler must know the "
                  "number of rows");
};

} // namespace mistake

namespace detail {

/// What stands for X in a message: without what it says of sequences.
template <class Plain>
struct given_batch : std::type_identity<Plain> {};
template <class X>
struct given_batch<not_a_batch_of_rows<X>> : std::type_identity<X> {};
template <class X>
using given_batch_type = typename given_batch<plain_batch_type<X>>::type;

/// Whether a batch of this network must say which sequences it is.
template <class Network>
consteval bool needs_sequences() {
    if constexpr (requires { typename Network::as_layer; })
        return looks_at_steps<Network>;
    else
        return false;
}

/// X as sequences of steps: of a plain batch each row is a sequence; where nobody has counted them, a
/// workspace says how many steps one has.
template <class X, class Workspace = void>
consteval extent find_extent() {
    constexpr int rows = batch_traits<X>::rows, sequences = sequences_of<X>;
    if constexpr (rows < 1)
        return 1;
    else if constexpr (sequences >= 1 && rows % larger(sequences, 1) == 0)
        return {sequences, rows / sequences};
    else if constexpr (requires { Workspace::shape; }) {
        constexpr int steps = Workspace::shape.steps;
        if constexpr (rows % steps == 0) return {rows / steps, steps};
    }
    return larger(rows, 1);
}
template <class X, class Workspace = void>
inline constexpr extent extent_of_batch = find_extent<X, Workspace>();

template <class Network, class X, class Workspace>
consteval auto find_made_of() {
    if constexpr (!needs_sequences<Network>() || batch_traits<X>::rows < 1)
        return std::type_identity<X>{};
    else
        return std::type_identity<rows_alone<rows_after<Network>(extent_of_batch<X, Workspace>)>>{};
}
/// As a batch, the outputs of the network for X: as many rows as it makes.
template <class Network, class X, class Workspace = void>
using made_of = typename decltype(find_made_of<Network, X, std::remove_const_t<Workspace>>())::type;

/// X is whole, if the network looks ahead: nothing of it is known to the run time alone.
template <class Network, class X>
using judge_whole_sequences =
    unless<!needs_sequences<Network>() || is_causal<Network> || batch_traits<X>::rows != run_time_rows,
           mistake::run_time_steps_looking_ahead<plain_batch_type<X>, Network>>;

/// X begins where its sequences do.
template <class X>
using judge_beginning = unless<!goes_on_from_state<X>, mistake::derivative_from_a_state<plain_batch_type<X>>>;

/// A state that is passed as State&&, of a network, to be changed.
template <class State, class Network, class T>
consteval auto judge_sequence_state() {
    using given = std::remove_cvref_t<State>;
    if constexpr (!is_sequence_state<given>)
        return verdict_is<mistake::not_a_state<given, Network>>;
    else if constexpr (given::fingerprint != handgrad::fingerprint<as_layer<Network>>)
        return verdict_is<
            std::conditional_t<has_memory<Network>, mistake::state_of_another_network<given, Network>,
                               mistake::state_without_a_memory<given, Network>>>;
    else if constexpr (!std::is_same_v<typename given::value_type, T>)
        return verdict_is<
            mistake::state_number_mismatch<mistake::has<typename given::value_type>, mistake::wants<T>>>;
    else if constexpr (std::is_const_v<std::remove_reference_t<State>>)
        return verdict_is<mistake::read_only<given>>;
    else if constexpr (!std::is_lvalue_reference_v<State>)
        return verdict_is<mistake::written_temporary<given>>;
    else
        return verdict_is<well_formed>;
}

template <class X, class Network, class T>
consteval auto judge_states_of() {
    using state = typename X::state_type;
    using gradient = typename X::gradient_type;
    using verdict = typename decltype(judge_sequence_state<state, Network, T>())::type;
    if constexpr (!is_well_formed<verdict>)
        return verdict_is<verdict>;
    else if constexpr (!is_causal<Network>)
        return verdict_is<mistake::state_of_what_looks_ahead<Network>>;
    else if constexpr (!has_state_gradient<X>)
        return verdict_is<well_formed>;
    else if constexpr (!std::is_same_v<std::remove_cvref_t<gradient>, std::remove_cvref_t<state>>)
        return verdict_is<mistake::state_gradient_of_another_type<std::remove_cvref_t<gradient>,
                                                                  std::remove_cvref_t<state>>>;
    else
        return judge_sequence_state<gradient, Network, T>();
}

/// The steps of a batch of known rows, in a workspace if there is one.
template <class X, class Network, class Workspace>
consteval auto judge_steps() {
    constexpr int rows = batch_traits<X>::rows, stride = stride_of<Network>;
    constexpr bool has_workspace = requires { Workspace::shape; };
    if constexpr (!needs_sequences<Network>()) {
        constexpr int parts = larger(sequences_of<X>, 1);
        return unless<(rows < 0 || rows % parts == 0),
                      mistake::no_whole_steps<mistake::batch_rows<rows>, mistake::batch_sequences<parts>>>{};
    } else if constexpr (sequences_of<X> == uncounted_sequences && !has_workspace) {
        return verdict_is<mistake::sequences_not_counted<plain_batch_type<X>, Network>>;
    } else if constexpr (sequences_of<X> == uncounted_sequences) {
        constexpr int steps = Workspace::shape.steps;
        if constexpr (steps == 1)
            return verdict_is<mistake::sequences_not_counted<plain_batch_type<X>, Network>>;
        else
            return unless<
                (rows < 0 || rows % steps == 0),
                mistake::no_whole_sequences<mistake::batch_rows<rows>, mistake::workspace_steps<steps>>>{};
    } else if constexpr (rows < 0) {
        return verdict_is<well_formed>;
    } else if constexpr (rows % sequences_of<X> != 0) {
        return verdict_is<
            mistake::no_whole_steps<mistake::batch_rows<rows>, mistake::batch_sequences<sequences_of<X>>>>;
    } else {
        constexpr int steps = rows / sequences_of<X>;
        if constexpr (has_workspace) {
            if constexpr (Workspace::shape.steps != steps)
                return verdict_is<mistake::workspace_of_other_steps<
                    mistake::workspace_steps<Workspace::shape.steps>, mistake::batch_steps<steps>>>;
            else
                return unless<
                    steps % stride == 0,
                    mistake::no_whole_strides<mistake::batch_steps<steps>, mistake::layers_stride<stride>>>{};
        } else {
            return unless<steps % stride == 0, mistake::no_whole_strides<mistake::batch_steps<steps>,
                                                                         mistake::layers_stride<stride>>>{};
        }
    }
}

/// X is a batch of what the network takes.
template <class Network, class T, class X>
consteval auto judge_inputs() {
    using batch = given_batch_type<X>;
    using wanted = input_number<Network, T>;
    using verdict = typename decltype(judge_batch<batch, wanted, Network::inputs, mistake::inputs>())::type;
    if constexpr (!has_input_gradient<Network> &&
                  std::is_same_v<verdict, mistake::batch_element_mismatch<
                                              mistake::has<typename batch_traits<batch>::value_type>,
                                              mistake::wants<wanted>>>)
        return verdict_is<mistake::not_tokens<batch>>;
    else
        return verdict_is<verdict>;
}

/// DX, which may be discard, is where the gradient with respect to the inputs goes.
template <class Network, class DX, class X, class T>
consteval auto judge_inputs_gradient() {
    if constexpr (!has_input_gradient<Network> && !is_discarded<std::remove_cvref_t<DX>>)
        return verdict_is<mistake::no_input_gradient<Network>>;
    else
        return judge_input_gradient<DX, X, T, Network::inputs>();
}

/// X says which sequences it is, if the network must know; every road that a batch can take asks.
template <class Network, class T, class X, class Workspace = void>
consteval auto judge_sequences() {
    using batch = std::remove_cvref_t<X>;
    using work = std::remove_const_t<Workspace>;
    if constexpr (!is_sequence_batch<batch>) {
        return unless<!needs_sequences<Network>(), mistake::sequences_not_told<batch, Network>>{};
    } else if constexpr (!requires { typename Network::as_layer; }) {
        return verdict_is<well_formed>; // told elsewhere
    } else if constexpr (goes_on_from_state<batch>) {
        using verdict = typename decltype(judge_states_of<batch, Network, T>())::type;
        if constexpr (!is_well_formed<verdict>)
            return verdict_is<verdict>;
        else
            return judge_steps<batch, Network, work>();
    } else {
        return judge_steps<batch, Network, work>();
    }
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
