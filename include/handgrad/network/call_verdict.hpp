/// The verdict on a call of each function of a network, found before anything else of it is instantiated.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/initializer/concept.hpp>
#include <handgrad/network/batch_verdict.hpp>
#include <handgrad/network/loss_verdict.hpp>
#include <handgrad/network/parameters_verdict.hpp>
#include <handgrad/network/sequence_verdict.hpp>
#include <handgrad/network/stack_verdict.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Targets, class Outputs>
struct a_target_for_each_step;
template <int Has, int Wants>
struct a_target_for_each_step<target_rows<Has>, result_rows<Wants>> {
    static_assert(Has == Wants, "this network makes a row of each step, and these are targets of whole "
                                "sequences: end it with last_step, or give a target for each step");
};
template <class Targets, class Outputs>
struct a_target_for_each_sequence;
template <int Has, int Wants>
struct a_target_for_each_sequence<target_rows<Has>, result_rows<Wants>> {
    static_assert(Has == Wants, "one row of each sequence is compared with a target, and these are targets "
                                "of steps: give a target for each sequence, or leave last_step away");
};

} // namespace mistake

namespace detail {

// Each judge answers for any types, so that a verdict is no more than a list of them.

/// `Target` holds a target of `Loss` for every row that the network makes of X, or, if the loss says that it
/// compares one row of each sequence, for every sequence.
template <class Target, class Network, class X, class Loss, class T, class Workspace>
consteval auto judge_targets() {
    constexpr int rows = batch_traits<X>::rows, given = batch_traits<Target>::rows;
    if constexpr (!needs_sequences<Network>() || rows < 1 || given < 1) {
        return judge_target<Target, X, Loss, T, Network::outputs>();
    } else {
        constexpr extent made = rows_after<Network>(extent_of_batch<X, std::remove_const_t<Workspace>>);
        constexpr int wanted = is_per_sequence<Loss> ? made.sequences : int(made);
        if constexpr (given != wanted && given == made.sequences)
            return verdict_is<
                mistake::a_target_for_each_step<mistake::target_rows<given>, mistake::result_rows<wanted>>>;
        else if constexpr (given != wanted && wanted == made.sequences && given == rows)
            return verdict_is<mistake::a_target_for_each_sequence<mistake::target_rows<given>,
                                                                  mistake::result_rows<wanted>>>;
        else
            return judge_target<Target, rows_alone<wanted>, Loss, T, Network::outputs>();
    }
}

template <class Scheme>
using judge_scheme = unless<initializer<Scheme>, mistake::not_an_initializer<Scheme>>;

template <class Network, class P>
using parameters_verdict = typename decltype(judge_parameters<std::remove_const_t<P>, Network>())::type;

template <class Network, class P, class... Scheme>
using initialize_verdict = typename first_mistake<decltype(judge_parameters<P, Network>()), judge_writable<P>,
                                                  judge_scheme<Scheme>...>::type;

template <class Network, class P, class X>
using input_verdict = typename first_mistake<decltype(judge_parameters<P, Network>()),
                                             decltype(judge_inputs<Network, number<P>, X>())>::type;

template <class Network, class P, class X>
using forward_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>, judge_static_rows<X>,
                           decltype(judge_sequences<Network, number<P>, X>()),
                           decltype(judge_stack<Network, number<P>, X, mistake::result_exceeds_stack,
                                                mistake::stack_budget_exceeded>())>::type;

template <class Network, class P, class X, class Workspace>
using workspace_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>, judge_static_rows<X>,
                           decltype(judge_workspace<Workspace, Network>()), judge_writable<Workspace>,
                           judge_number<Workspace, number<P>>,
                           decltype(judge_sequences<Network, number<P>, X, Workspace>()),
                           decltype(judge_capacity<X, Workspace>())>::type;

template <class Network, class P, class X, class Workspace>
using forward_in_verdict = typename first_mistake<
    std::type_identity<workspace_verdict<Network, P, X, Workspace>>,
    judge_result<Network, number<P>, made_of<Network, X, Workspace>, mistake::result_exceeds_stack>>::type;

template <class Network, class P, class X, class Workspace, class Y>
using forward_to_verdict = typename first_mistake<
    std::type_identity<workspace_verdict<Network, P, X, Workspace>>,
    decltype(judge_room<Y, made_of<Network, X, Workspace>, number<P>, Network::outputs, mistake::outputs>()),
    judge_static_rows<std::remove_cvref_t<Y>>>::type;

/// The second if there is a Y, else the first.
template <class Network, class P, class X, class Workspace, class Y>
struct find_forward_with_verdict {
    using type = forward_to_verdict<Network, P, X, Workspace, Y>;
};
template <class Network, class P, class X, class Workspace, class Y>
    requires(is_discarded<std::remove_cvref_t<Y>>)
struct find_forward_with_verdict<Network, P, X, Workspace, Y> {
    using type = forward_in_verdict<Network, P, X, Workspace>;
};
template <class Network, class P, class X, class Workspace, class Y>
using forward_with_verdict = typename find_forward_with_verdict<Network, P, X, Workspace, Y>::type;

template <class Network, class P, class X, class Y>
using predict_verdict = typename first_mistake<
    std::type_identity<input_verdict<Network, P, X>>, decltype(judge_sequences<Network, number<P>, X>()),
    judge_whole_sequences<Network, X>,
    decltype(judge_room<Y, made_of<Network, X>, number<P>, Network::outputs, mistake::outputs>()),
    judge_row<Network, number<P>, X, mistake::predict_exceeds_stack>>::type;

template <class Network, class P, class X, class Workspace>
using statistics_verdict = typename first_mistake<
    std::type_identity<workspace_verdict<Network, std::remove_const_t<P>, X, Workspace>>,
    judge_writable<P>>::type;

template <class Network, class P, class X, class Workspace, class Y>
using predict_in_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>,
                           decltype(judge_workspace<Workspace, Network>()), judge_writable<Workspace>,
                           judge_number<Workspace, number<P>>,
                           decltype(judge_sequences<Network, number<P>, X, Workspace>()),
                           decltype(judge_room<Y, made_of<Network, X, Workspace>, number<P>, Network::outputs,
                                               mistake::outputs>())>::type;

/// stream of numbers of In from a State on.
template <class Network, class P, class In, class State>
consteval auto judge_stream() {
    using verdict = typename first_mistake<
        decltype(judge_parameters<P, Network>()),
        decltype(judge_inputs<Network, number<P>, view<const In, 1, Network::inputs>>()),
        decltype(judge_sequence_state<State&, Network, number<P>>())>::type;
    if constexpr (!is_well_formed<verdict>)
        return verdict_is<verdict>;
    else if constexpr (!is_causal<Network>)
        return verdict_is<mistake::state_of_what_looks_ahead<Network>>;
    else
        return unless<!makes_one_row<Network>, mistake::streams_one_row<Network>>{};
}
template <class Network, class P, class In, class State>
using stream_verdict = typename first_mistake<
    decltype(judge_stream<Network, P, std::remove_cv_t<In>, State>()),
    judge_row<Network, number<P>, view<const In, 1, 1>, mistake::predict_exceeds_stack>>::type;

template <class Network, class Loss, class P, class X, class Target, class Workspace>
using pass_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>,
                           decltype(judge_sequences<Network, number<P>, X, Workspace>()),
                           decltype(judge_targets<Target, Network, X, Loss, number<P>, Workspace>()),
                           decltype(judge_outputs<Network, Loss>()),
                           decltype(judge_workspace<Workspace, Network>()), judge_writable<Workspace>,
                           judge_number<Workspace, number<P>>,
                           decltype(judge_whole_batch<Network, X, Workspace>())>::type;

template <class Network, class Loss, class P, class X, class Target, class Gradient, class Workspace,
          class DX>
using value_and_gradient_verdict =
    typename first_mistake<std::type_identity<pass_verdict<Network, Loss, P, X, Target, Workspace>>,
                           decltype(judge_parameters<Gradient, Network>()), judge_writable<Gradient>,
                           judge_number<Gradient, number<P>>,
                           decltype(judge_inputs_gradient<Network, DX, X, number<P>>())>::type;

template <class Network, class Loss, class Step, class P, class X, class Target, class Workspace,
          class... State>
using train_step_verdict = typename first_mistake<
    std::type_identity<pass_verdict<Network, Loss, P, X, Target, Workspace>>, judge_writable<P>,
    decltype(judge_optimizer<Step, parameters<Network, number<P>>, State...>()),
    decltype(judge_function<Step, P, parameters<Network, number<P>>, State...>())>::type;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
