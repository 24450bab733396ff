/// The verdict on a call of each function of a network, found before anything else of it is instantiated.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/initializer/concept.hpp>
#include <handgrad/network/batch_verdict.hpp>
#include <handgrad/network/loss_verdict.hpp>
#include <handgrad/network/parameters_verdict.hpp>
#include <handgrad/network/stack_verdict.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

// Each judge answers for any types, so that a verdict is no more than a list of them.

template <class Scheme>
using judge_scheme = unless<initializer<Scheme>, mistake::not_an_initializer<Scheme>>;

template <class Network, class P>
using parameters_verdict = typename decltype(judge_parameters<std::remove_const_t<P>, Network>())::type;

template <class Network, class P, class... Scheme>
using initialize_verdict = typename first_mistake<decltype(judge_parameters<P, Network>()), judge_writable<P>,
                                                  judge_scheme<Scheme>...>::type;

template <class Network, class P, class X>
using input_verdict =
    typename first_mistake<decltype(judge_parameters<P, Network>()),
                           decltype(judge_batch<X, number<P>, Network::inputs, mistake::inputs>())>::type;

template <class Network, class P, class X>
using forward_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>, judge_static_rows<X>,
                           decltype(judge_stack<Network, number<P>, X, mistake::result_exceeds_stack,
                                                mistake::stack_budget_exceeded>())>::type;

template <class Network, class P, class X, class Workspace>
using workspace_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>, judge_static_rows<X>,
                           decltype(judge_workspace<Workspace, Network>()), judge_writable<Workspace>,
                           judge_number<Workspace, number<P>>,
                           decltype(judge_capacity<X, Workspace>())>::type;

template <class Network, class P, class X, class Workspace>
using forward_in_verdict =
    typename first_mistake<std::type_identity<workspace_verdict<Network, P, X, Workspace>>,
                           judge_result<Network, number<P>, X, mistake::result_exceeds_stack>>::type;

template <class Network, class P, class X, class Workspace, class Y>
using forward_to_verdict =
    typename first_mistake<std::type_identity<workspace_verdict<Network, P, X, Workspace>>,
                           decltype(judge_room<Y, X, number<P>, Network::outputs, mistake::outputs>()),
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
using predict_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>,
                           decltype(judge_room<Y, X, number<P>, Network::outputs, mistake::outputs>()),
                           judge_row<Network, number<P>, mistake::predict_exceeds_stack>>::type;

template <class Network, class P, class X, class Workspace>
using statistics_verdict = typename first_mistake<
    std::type_identity<workspace_verdict<Network, std::remove_const_t<P>, X, Workspace>>,
    judge_writable<P>>::type;

template <class Network, class P, class X, class Workspace, class Y>
using predict_in_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>,
                           decltype(judge_workspace<Workspace, Network>()), judge_writable<Workspace>,
                           judge_number<Workspace, number<P>>,
                           decltype(judge_room<Y, X, number<P>, Network::outputs, mistake::outputs>())>::type;

template <class Network, class Loss, class P, class X, class Target, class Workspace>
using pass_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>,
                           decltype(judge_target<Target, X, Loss, number<P>, Network::outputs>()),
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
                           decltype(judge_input_gradient<DX, X, number<P>, Network::inputs>())>::type;

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
