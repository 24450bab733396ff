/// What can be wrong with a call of vjp, jvp, jacobian or hessian_vector_product.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/network/call_verdict.hpp>
#include <handgrad/network/derivative/dual_workspace.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Batch>
struct derivative_of_run_time_batch {
    static_assert(detail::holds<Batch>,
                  "this derivative is of a batch whose number of rows the compiler knows: x.tile<B>(first)");
};

template <class Needed, class Budget>
struct derivative_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct derivative_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: give it a workspace "
                  "that is static or on the heap as its last argument");
};

template <class Needed, class Budget>
struct derivative_result_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct derivative_result_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "the result of this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: have it "
                  "written to one that is static or on the heap, which follows the workspace: jvp(p, dp, x, "
                  "dx, ws, y, dy), jacobian(p, x, ws, J), hessian_vector_product(loss, p, v, x, target, ws, "
                  "Hv)");
};

template <class Given, class Wanted>
struct not_room_for_a_jacobian {
    static_assert(detail::holds<Given>,
                  "a jacobian is written to a matrix or a view of the parameters' type of number, "
                  "with a row for each output of the network and a column for each input");
};

template <class Batch, class Gradient>
struct gradient_rows_mismatch;
template <int Wants, int Has>
struct gradient_rows_mismatch<batch_rows<Wants>, result_rows<Has>> {
    static_assert(Has == Wants, "vjp wants a row of dl/dy for each row of the batch");
};

template <class Batch, class Tangent>
struct tangent_rows_mismatch;
template <int Wants, int Has>
struct tangent_rows_mismatch<batch_rows<Wants>, result_rows<Has>> {
    static_assert(Has == Wants, "a tangent of the input must have as many rows as the input");
};

template <class Given>
struct jacobian_of_one_row;
template <int Has>
struct jacobian_of_one_row<batch_rows<Has>> {
    static_assert(Has == 1, "a jacobian is that of one row: x.row(r)");
};

template <class Network>
struct jacobian_of_training {
    static_assert(detail::holds<Network>,
                  "a jacobian is built of backward passes, which follow a forward pass of training: a "
                  "network with dropout or batch_norm does something else there (see fold_batch_norm)");
};

template <class Network>
struct jacobian_of_sequences {
    static_assert(detail::holds<Network>,
                  "a jacobian is that of one row, and this network looks from step to "
                  "step: use vjp or jvp of hg::sequences<B>(x)");
};

template <class Given>
struct not_a_dual_workspace {
    static_assert(detail::holds<Given>, "the last argument of this call is a dual_workspace<net, B, T>");
};

template <class Given>
struct loss_without_duals {
    static_assert(detail::holds<Given>,
                  "a second derivative is computed with dual numbers: the loss must take any type of number, "
                  "and as many target columns as there are outputs or fewer");
};

} // namespace mistake

namespace detail {

/// The network of parameters; of anything else, one that is none of theirs.
template <class P>
struct network_of_parameters {
    using type = network_of_parameters;
};
template <class P>
    requires requires { typename P::network_type; }
struct network_of_parameters<P> {
    using type = typename P::network_type;
};
template <class P>
using network_of_p = typename network_of_parameters<P>::type;

template <class P>
using judge_given_parameters = unless < requires {
    typename P::network_type;
    P::size;
}
, no_parameters_of_a_network < P >> ;

template <class X>
using judge_derivable_rows =
    unless<batch_traits<X>::rows != run_time_rows, mistake::derivative_of_run_time_batch<X>>;

template <std::size_t Needed>
using judge_stack_bytes = judge_bytes<Needed, mistake::derivative_exceeds_stack>;

/// A call returns so many bytes, and has others on the stack besides.
template <std::size_t Result, std::size_t Others = 0>
using result_verdict = typename first_mistake<judge_bytes<Result, mistake::derivative_result_exceeds_stack>,
                                              judge_stack_bytes<Result + Others>>::type;

/// G holds dl/dy, or T a tangent of x, for each row of X.
template <class Given, class X, template <class, class> class Mistake>
using judge_rows = unless<rows_agree<X, Given>, Mistake<mistake::batch_rows<batch_traits<X>::rows>,
                                                        mistake::result_rows<batch_traits<Given>::rows>>>;

/// DP is a tangent of the parameters P.
template <class DP, class P>
consteval auto judge_parameter_tangent() {
    if constexpr (std::is_same_v<DP, zero_tangent>)
        return verdict_is<well_formed>;
    else
        return verdict_is<typename first_mistake<decltype(judge_parameters<DP, network_of_p<P>>()),
                                                 judge_number<DP, number<P>>>::type>;
}

template <class Network, class DX, class X, class T, int N>
consteval auto judge_input_tangent() {
    if constexpr (std::is_same_v<DX, zero_tangent>)
        return verdict_is<well_formed>;
    else if constexpr (!has_input_gradient<Network>)
        return verdict_is<mistake::no_input_gradient<Network>>;
    else
        return verdict_is<typename first_mistake<decltype(judge_batch<DX, T, N, mistake::inputs>()),
                                                 judge_derivable_rows<DX>,
                                                 judge_rows<DX, X, mistake::tangent_rows_mismatch>>::type>;
}

template <class Workspace>
inline constexpr bool is_dual_workspace = false;
template <class Network, extent B, class T>
inline constexpr bool is_dual_workspace<dual_workspace<Network, B, T>> = true;

template <class Network, class P, class X, class Workspace>
using dual_workspace_verdict = typename first_mistake<
    unless<is_dual_workspace<std::remove_const_t<Workspace>>, mistake::not_a_dual_workspace<Workspace>>,
    decltype(judge_workspace<Workspace, Network>()), judge_writable<Workspace>,
    judge_number<Workspace, number<P>>, decltype(judge_sequences<Network, number<P>, X, Workspace>()),
    decltype(judge_capacity<X, Workspace>())>::type;

/// Y and DY have room for the outputs of X.
template <class Network, class P, class X, class Workspace, class Y, class DY>
using jvp_room_verdict = typename first_mistake<
    decltype(judge_room<Y, made_of<Network, X, Workspace>, number<P>, Network::outputs, mistake::outputs>()),
    judge_derivable_rows<std::remove_cvref_t<Y>>,
    decltype(judge_room<DY, made_of<Network, X, Workspace>, number<P>, Network::outputs, mistake::outputs>()),
    judge_derivable_rows<std::remove_cvref_t<DY>>>::type;

template <class Network, class P, class Workspace>
using jacobian_workspace_verdict =
    typename first_mistake<decltype(judge_workspace<Workspace, Network>()), judge_writable<Workspace>,
                           judge_number<Workspace, number<P>>>::type;

/// J is (outputs, inputs).
template <class J, class Network, class T>
consteval auto judge_jacobian() {
    using traits = batch_traits<std::remove_cvref_t<J>>;
    constexpr int N = Network::outputs, M = Network::inputs;
    if constexpr (traits::valid && traits::rows == N && traits::cols == M &&
                  std::is_constructible_v<rows<const T, M>, J&>)
        return judge_written<J>();
    else
        return verdict_is<mistake::not_room_for_a_jacobian<std::remove_reference_t<J>, matrix<T, N, M>>>;
}

/// R is the parameters of the network, to be written to.
template <class Network, class P, class R>
using hessian_room_verdict = typename first_mistake<decltype(judge_parameters<R, Network>()),
                                                    judge_writable<R>, judge_number<R, number<P>>>::type;

/// What `write` has written, of type Result. (A local variable of an inner scope g++ would copy.)
template <class Result, class F>
constexpr Result written(F write) {
    Result result;
    write(result);
    return result;
}
template <class Result, class F>
    requires std::is_constructible_v<Result, uninitialized_t>
constexpr Result written(F write) {
    Result result(uninitialized);
    write(result);
    return result;
}

template <class Network, class Loss, class T>
consteval auto judge_dual_loss() {
    if constexpr (!loss_of_outputs<Loss, dual<T>, Network::outputs>)
        return verdict_is<mistake::loss_without_duals<Loss>>;
    else
        return unless<(Loss::template target_cols<Network::outputs> <= Network::outputs),
                      mistake::loss_without_duals<Loss>>{};
}

// What is wrong with each call, but for what the call that it is made of judges.

/// Stands for a workspace that is judged later: of uncounted sequences, it says what a right one would.
template <class X>
struct workspace_as_told {
    static constexpr extent shape = extent_of_batch<X>;
};
template <class X>
    requires(sequences_of<X> == uncounted_sequences)
struct workspace_as_told<X> {
    static constexpr extent shape{1, batch_traits<X>::rows > 1 ? batch_traits<X>::rows : 2};
};

/// The workspace, if it is one and X leaves it to that to say how many steps a sequence has; else Other.
template <class X, class Workspace, class Other = void>
struct counted_by : std::type_identity<Other> {};
template <class X, class Workspace, class Other>
    requires(sequences_of<X> == uncounted_sequences && requires { Workspace::shape; })
struct counted_by<X, Workspace, Other> : std::type_identity<Workspace> {};

template <class P, class X, class G, class DX, class DP, class Workspace = discard>
struct vjp_verdict_of {
    using network = network_of_p<P>;
    using work = typename counted_by<X, Workspace, workspace_as_told<X>>::type;
    using type =
        typename first_mistake<std::type_identity<input_verdict<network, P, X>>,
                               decltype(judge_sequences<network, number<P>, X, work>()),
                               decltype(judge_batch<G, number<P>, network::outputs, mistake::outputs>()),
                               judge_rows<G, made_of<network, X, work>, mistake::gradient_rows_mismatch>,
                               decltype(judge_result_place<DX>()), decltype(judge_result_place<DP>())>::type;
};

template <class P, class DP, class X, class DX, class Workspace = discard>
struct jvp_verdict_of {
    using network = network_of_p<P>;
    using work = typename counted_by<X, Workspace>::type;
    using type = typename first_mistake<
        std::type_identity<input_verdict<network, P, X>>, judge_derivable_rows<X>,
        decltype(judge_sequences<network, number<P>, X, work>()), judge_beginning<X>,
        decltype(judge_parameter_tangent<DP, P>()),
        decltype(judge_input_tangent<network, DX, X, number<P>, network::inputs>())>::type;
};

template <class P, class X>
struct jacobian_verdict_of {
    using network = network_of_p<P>;
    using type = typename first_mistake<
        std::type_identity<input_verdict<network, P, X>>, judge_derivable_rows<X>,
        unless<!needs_sequences<network>(), mistake::jacobian_of_sequences<network>>,
        unless<has_input_gradient<network>, mistake::no_input_gradient<network>>,
        unless<batch_traits<X>::rows == 1,
               mistake::jacobian_of_one_row<mistake::batch_rows<batch_traits<X>::rows>>>,
        unless<!trains_differently<network>, mistake::jacobian_of_training<network>>>::type;
};

template <class Loss, class P, class V, class X, class Target, class Workspace = discard>
struct hessian_verdict_of {
    using network = network_of_p<P>;
    using work = typename counted_by<X, Workspace>::type;
    static constexpr extent rows = batch_traits<X>::rows > 0 ? extent_of_batch<X, work> : extent(2);
    using type = typename first_mistake<
        std::type_identity<input_verdict<network, P, X>>, judge_derivable_rows<X>,
        decltype(judge_sequences<network, number<P>, X, work>()), judge_beginning<X>,
        std::type_identity<pass_verdict<network, Loss, P, X, Target, workspace<network, rows, number<P>>>>,
        decltype(judge_parameter_tangent<V, P>()),
        decltype(judge_dual_loss<network, Loss, number<P>>())>::type;
};

/// The verdict, unless P are no parameters and so there is no network to ask.
template <class P, template <class...> class Verdict, class... Arguments>
consteval auto verdict_with_network() {
    if constexpr (std::is_same_v<typename judge_given_parameters<P>::type, well_formed>)
        return std::type_identity<typename Verdict<Arguments...>::type>{};
    else
        return judge_given_parameters<P>{};
}
template <class P, template <class...> class Verdict, class... Arguments>
using derivative_verdict = typename decltype(verdict_with_network<P, Verdict, Arguments...>())::type;

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
