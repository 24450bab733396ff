/// Checks of what is passed to vjp, jvp, jacobian and hessian_vector_product.
#pragma once

#include <handgrad/network/call_verdict.hpp>
#include <handgrad/network/derivative/derivative_mistake.hpp>
#include <handgrad/network/derivative/dual_workspace.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
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
, not_parameters < P >> ;

template <class X>
using judge_derivable_rows = unless<batch_traits<X>::rows != run_time_rows, derivative_of_run_time_batch<X>>;

template <std::size_t Needed>
using judge_stack_bytes = judge_bytes<Needed, derivative_exceeds_stack>;

/// A call returns so many bytes, and has others on the stack besides.
template <std::size_t Result, std::size_t Others = 0>
using result_verdict = typename first_mistake<judge_bytes<Result, derivative_result_exceeds_stack>,
                                              judge_stack_bytes<Result + Others>>::type;

/// G holds dl/dy, or T a tangent of x, for each row of X.
template <class Given, class X, template <class, class> class Mistake>
using judge_rows = unless<rows_agree<X, Given>,
                          Mistake<batch_rows<batch_traits<X>::rows>, result_rows<batch_traits<Given>::rows>>>;

/// DP is a tangent of the parameters P.
template <class DP, class P>
consteval auto judge_parameter_tangent() {
    if constexpr (std::is_same_v<DP, zero_tangent>)
        return verdict_is<well_formed>;
    else
        return verdict_is<typename first_mistake<decltype(judge_parameters<DP, network_of_p<P>>()),
                                                 judge_number<DP, number<P>>>::type>;
}

template <class DX, class X, class T, int N>
consteval auto judge_input_tangent() {
    if constexpr (std::is_same_v<DX, zero_tangent>)
        return verdict_is<well_formed>;
    else
        return verdict_is<
            typename first_mistake<decltype(judge_batch<DX, T, N, inputs>()), judge_derivable_rows<DX>,
                                   judge_rows<DX, X, tangent_rows_mismatch>>::type>;
}

template <class Workspace>
inline constexpr bool is_dual_workspace = false;
template <class Network, extent B, class T>
inline constexpr bool is_dual_workspace<dual_workspace<Network, B, T>> = true;

template <class Network, class P, class X, class Workspace>
using dual_workspace_verdict = typename first_mistake<
    unless<is_dual_workspace<std::remove_const_t<Workspace>>, not_a_dual_workspace<Workspace>>,
    decltype(judge_workspace<Workspace, Network>()), judge_writable<Workspace>,
    judge_number<Workspace, number<P>>, decltype(judge_capacity<X, Workspace>())>::type;

/// Y and DY have room for the outputs of X.
template <class Network, class P, class X, class Y, class DY>
using jvp_room_verdict =
    typename first_mistake<decltype(judge_room<Y, X, number<P>, Network::outputs, outputs>()),
                           judge_derivable_rows<std::remove_cvref_t<Y>>,
                           decltype(judge_room<DY, X, number<P>, Network::outputs, outputs>()),
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
    if constexpr (traits::valid && traits::rows == N && traits::cols == M)
        return unless<std::is_constructible_v<rows<T, M>, J&>,
                      not_room_for_a_jacobian<std::remove_reference_t<J>, matrix<T, N, M>>>{};
    else
        return verdict_is<not_room_for_a_jacobian<std::remove_reference_t<J>, matrix<T, N, M>>>;
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
        return verdict_is<loss_without_duals<Loss>>;
    else
        return unless<(Loss::template target_cols<Network::outputs> <= Network::outputs),
                      loss_without_duals<Loss>>{};
}

// What is wrong with each call, but for what the call that it is made of judges.

template <class P, class X, class G>
struct vjp_verdict_of {
    using network = network_of_p<P>;
    using type = typename first_mistake<std::type_identity<input_verdict<network, P, X>>,
                                        decltype(judge_batch<G, number<P>, network::outputs, outputs>()),
                                        judge_rows<G, X, gradient_rows_mismatch>>::type;
};

template <class P, class DP, class X, class DX>
struct jvp_verdict_of {
    using network = network_of_p<P>;
    using type =
        typename first_mistake<std::type_identity<input_verdict<network, P, X>>, judge_derivable_rows<X>,
                               decltype(judge_parameter_tangent<DP, P>()),
                               decltype(judge_input_tangent<DX, X, number<P>, network::inputs>())>::type;
};

template <class P, class X>
struct jacobian_verdict_of {
    using network = network_of_p<P>;
    using type = typename first_mistake<
        std::type_identity<input_verdict<network, P, X>>, judge_derivable_rows<X>,
        unless<batch_traits<X>::rows == 1, jacobian_of_one_row<batch_rows<batch_traits<X>::rows>>>,
        unless<!trains_differently<network>, jacobian_of_training<network>>>::type;
};

template <class Loss, class P, class V, class X, class Target>
struct hessian_verdict_of {
    using network = network_of_p<P>;
    static constexpr int rows = batch_traits<X>::rows > 0 ? batch_traits<X>::rows : 2;
    using type = typename first_mistake<
        std::type_identity<input_verdict<network, P, X>>, judge_derivable_rows<X>,
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
