/// Checks of what is passed to a network's functions, made before anything else is instantiated.
#pragma once

#include <handgrad/core/verdict.hpp>
#include <handgrad/initializer/concept.hpp>
#include <handgrad/loss/concept.hpp>
#include <handgrad/network/batch.hpp>
#include <handgrad/network/call_mistake.hpp>
#include <handgrad/network/ill_formed.hpp>
#include <handgrad/network/stack_verdict.hpp>
#include <handgrad/network/workspace.hpp>
#include <handgrad/optimizer/concept.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

// Each judge answers for any types, so that a verdict is no more than a list of them.

/// `Given` is the parameters, or a gradient, of `Network` or of a type derived from it.
template <class Given, class Network>
consteval auto judge_parameters() {
    if constexpr (requires {
                      typename Given::network_type;
                      Given::size;
                  })
        return unless<std::is_base_of_v<Network, typename Given::network_type>,
                      parameters_of_another_network<typename Given::network_type, Network>>{};
    else
        return verdict_is<not_parameters<Given>>;
}

template <class Given, class Network>
consteval auto judge_workspace() {
    if constexpr (requires {
                      typename Given::network_type;
                      Given::batch;
                  })
        return unless<std::is_base_of_v<Network, typename Given::network_type>,
                      workspace_of_another_network<typename Given::network_type, Network>>{};
    else
        return verdict_is<not_a_workspace<Given>>;
}

template <class Given>
using judge_writable = unless<!std::is_const_v<Given>, read_only<Given>>;

template <class Given, class T>
using judge_number = unless<std::is_same_v<number<Given>, T>, number_mismatch<has<number<Given>>, wants<T>>>;

/// X is a batch of T with N columns, which `Width` (inputs<N> or outputs<N>) explains.
template <class X, class T, int N, template <int> class Width>
consteval auto judge_batch() {
    using traits = batch_traits<X>;
    if constexpr (!traits::valid)
        return verdict_is<not_a_batch<X>>;
    else if constexpr (traits::cols != N && !requires { X::cols; })
        return verdict_is<numbers_are_a_column<X, Width<N>>>;
    else if constexpr (traits::cols != N)
        return verdict_is<batch_width_mismatch<batch_columns<traits::cols>, Width<N>>>;
    else
        return unless<std::is_same_v<typename traits::value_type, T>,
                      batch_element_mismatch<has<typename traits::value_type>, wants<T>>>{};
}

template <class X>
using judge_static_rows = unless<batch_traits<X>::rows != run_time_rows, run_time_batch<X>>;

template <class X, class Y>
inline constexpr bool rows_agree =
    batch_traits<X>::rows == batch_traits<Y>::rows || batch_traits<X>::rows == run_time_rows ||
    batch_traits<Y>::rows == run_time_rows;

/// Y is room for a row of N numbers for each row of X.
template <class Y, class X, class T, int N, template <int> class Width>
consteval auto judge_room() {
    using room = std::remove_cvref_t<Y>;
    using batch_verdict = typename decltype(judge_batch<room, T, N, Width>())::type;
    if constexpr (!is_well_formed<batch_verdict>)
        return verdict_is<batch_verdict>;
    else if constexpr (!rows_agree<X, room>)
        return verdict_is<
            result_rows_mismatch<batch_rows<batch_traits<X>::rows>, result_rows<batch_traits<room>::rows>>>;
    else if constexpr (std::is_constructible_v<rows<const T, N>, Y&>)
        return unless<std::is_constructible_v<rows<T, N>, Y&>, read_only<std::remove_reference_t<Y>>>{};
    else
        return verdict_is<not_a_batch<room>>;
}

template <class X, class Workspace>
consteval auto judge_capacity() {
    if constexpr (requires { Workspace::batch; })
        return unless<
            (batch_traits<X>::rows <= Workspace::batch),
            workspace_too_small<batch_rows<batch_traits<X>::rows>, workspace_rows<Workspace::batch>>>{};
    else
        return verdict_is<well_formed>;
}

/// A network that mixes rows gets its batch whole.
template <class Network, class X, class Workspace>
consteval auto judge_whole_batch() {
    constexpr int rows = batch_traits<X>::rows;
    if constexpr (requires { Workspace::batch; })
        return unless<(!mixes_rows<Network> || (2 <= rows && rows <= Workspace::batch)),
                      whole_batch_needed<batch_rows<rows>, workspace_rows<Workspace::batch>>>{};
    else
        return verdict_is<well_formed>;
}

template <class Loss, class T, int N>
concept says_its_targets = requires {
    typename Loss::template target_type<T>;
    typename std::integral_constant<int, Loss::template target_cols<N>>;
};
template <class Loss, class T, int N>
concept loss_of_outputs = says_its_targets<Loss, T, N> &&
    requires(const Loss& loss, T number, view<const T, 1, N> z, view<T, 1, N> g,
             view<const typename Loss::template target_type<T>, 1, Loss::template target_cols<N>> target) {
    { loss(running_sum<T>{}, z, target, number, g) } -> std::same_as<running_sum<T>>;
};

/// The number of outputs that a loss is for: its `classes`, if it has weights for them, else any.
template <class Loss, int N>
inline constexpr int classes_of = N;
template <class Loss, int N>
    requires requires { typename std::integral_constant<int, Loss::classes>; }
inline constexpr int classes_of<Loss, N> = Loss::classes;

/// `Target` holds one target of `Loss` for every row of X, a batch whose outputs are N numbers.
template <class Target, class X, class Loss, class T, int N>
consteval auto judge_target() {
    using traits = batch_traits<Target>;
    if constexpr (!says_its_targets<Loss, T, N>) {
        return verdict_is<not_a_loss<Loss>>;
    } else if constexpr (!loss_of_outputs<Loss, T, N>) {
        return verdict_is<loss_of_another_signature<Loss>>;
    } else if constexpr (classes_of<Loss, N> != N) {
        return verdict_is<class_weights_mismatch<class_weights<classes_of<Loss, N>>, outputs<N>>>;
    } else if constexpr (!traits::valid) {
        return verdict_is<not_a_target<Target>>;
    } else if constexpr (traits::cols != Loss::template target_cols<N>) {
        return verdict_is<
            target_width_mismatch<target_columns<traits::cols>, expects<Loss::template target_cols<N>>>>;
    } else if constexpr (!rows_agree<X, Target>) {
        return verdict_is<target_rows_mismatch<batch_rows<batch_traits<X>::rows>, target_rows<traits::rows>>>;
    } else {
        using wanted = typename Loss::template target_type<T>;
        return unless<std::is_same_v<typename traits::value_type, wanted>,
                      target_element_mismatch<has<typename traits::value_type>, wants<wanted>>>{};
    }
}

/// DX is where the gradient with respect to X goes.
template <class DX, class X, class T, int N>
consteval auto judge_input_gradient() {
    if constexpr (is_discarded<std::remove_cvref_t<DX>>)
        return verdict_is<well_formed>;
    else
        return judge_room<DX, X, T, N, inputs>();
}

/// An optimizer tells what it wants.
template <class Step, class Gradient, class... State>
consteval auto judge_optimizer() {
    if constexpr (requires { Step::states; })
        return verdict_is<step_verdict<Step, Gradient, Gradient, State...>>;
    else
        return verdict_is<well_formed>;
}

/// Step is a function of parameters, gradient and state.
template <class Step, class P, class Gradient, class... State>
using judge_function = unless<std::is_invocable_v<const Step&, P&, Gradient&, State&...>, not_a_step<Step>>;

template <class Scheme>
using judge_scheme = unless<initializer<Scheme>, not_an_initializer<Scheme>>;

// What is wrong with a call of each function of a network.

template <class Network, class P, class... Scheme>
using initialize_verdict = typename first_mistake<decltype(judge_parameters<P, Network>()), judge_writable<P>,
                                                  judge_scheme<Scheme>...>::type;

template <class Network, class P, class X>
using input_verdict =
    typename first_mistake<decltype(judge_parameters<P, Network>()),
                           decltype(judge_batch<X, number<P>, Network::inputs, inputs>())>::type;

template <class Network, class P, class X>
using forward_verdict = typename first_mistake<
    std::type_identity<input_verdict<Network, P, X>>, judge_static_rows<X>,
    decltype(judge_stack<Network, number<P>, X, result_exceeds_stack, stack_budget_exceeded>())>::type;

template <class Network, class P, class X, class Workspace>
using workspace_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>, judge_static_rows<X>,
                           decltype(judge_workspace<Workspace, Network>()), judge_writable<Workspace>,
                           judge_number<Workspace, number<P>>,
                           decltype(judge_capacity<X, Workspace>())>::type;

template <class Network, class P, class X, class Workspace>
using forward_in_verdict =
    typename first_mistake<std::type_identity<workspace_verdict<Network, P, X, Workspace>>,
                           judge_result<Network, number<P>, X, result_exceeds_stack>>::type;

template <class Network, class P, class X, class Workspace, class Y>
using forward_to_verdict =
    typename first_mistake<std::type_identity<workspace_verdict<Network, P, X, Workspace>>,
                           decltype(judge_room<Y, X, number<P>, Network::outputs, outputs>()),
                           judge_static_rows<std::remove_cvref_t<Y>>>::type;

template <class Network, class P, class X, class Y>
using predict_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>,
                           decltype(judge_room<Y, X, number<P>, Network::outputs, outputs>()),
                           judge_row<Network, number<P>, predict_exceeds_stack>>::type;

template <class Network, class P, class X, class Workspace, class Y>
using predict_in_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>,
                           decltype(judge_workspace<Workspace, Network>()), judge_writable<Workspace>,
                           judge_number<Workspace, number<P>>,
                           decltype(judge_room<Y, X, number<P>, Network::outputs, outputs>())>::type;

template <class Network, class Loss, class P, class X, class Target, class Workspace>
using pass_verdict =
    typename first_mistake<std::type_identity<input_verdict<Network, P, X>>,
                           decltype(judge_target<Target, X, Loss, number<P>, Network::outputs>()),
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
using train_step_verdict =
    typename first_mistake<std::type_identity<pass_verdict<Network, Loss, P, X, Target, Workspace>>,
                           judge_writable<P>,
                           decltype(judge_optimizer<Step, parameters<Network, number<P>>, State...>()),
                           judge_function<Step, P, parameters<Network, number<P>>, State...>>::type;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad
