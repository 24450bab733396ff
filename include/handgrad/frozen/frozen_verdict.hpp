/// Checks of what is frozen, and of what is passed to a frozen network, each with its own sentence.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/frozen/layer.hpp>
#include <handgrad/network/call_verdict.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Weight, class Parameters>
struct no_storage_of_weights;
template <class Has, class Number>
struct no_storage_of_weights<has<Has>, wants<Number>> {
    static_assert(detail::holds<Has>, "weights can be stored as what the parameters are, or, if that is "
                                      "float, as bfloat16 or as std::int8_t: freeze<bfloat16>(p)");
};

template <class Needed, class Budget>
struct frozen_forward_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct frozen_forward_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: pass a "
                  "Net::workspace<B> that is static or on the heap, forward(x, ws), or use "
                  "predict(x, y), which works in tiles");
};

template <class Needed, class Budget>
struct frozen_result_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct frozen_result_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "the result of this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: have it "
                  "written to a matrix that is static or on the heap, predict(x, y), or forward(x, ws, y) "
                  "with a Net::workspace<B>");
};

template <class Needed, class Budget>
struct frozen_predict_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct frozen_predict_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "a single row needs more bytes of the stack than HANDGRAD_STACK_BUDGET: pass a "
                  "Net::workspace<B> that is static or on the heap, predict(x, ws, y)");
};

template <class Needed, class Budget>
struct frozen_network_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct frozen_network_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(
        Needed <= Budget,
        "a frozen network of more bytes than HANDGRAD_STACK_BUDGET is not returned: make it where "
        "it stays, `static const frozen<Net, Weight> f(p)`, or make_unique<frozen<Net, Weight>>(p)");
};

} // namespace mistake

namespace detail {

template <class Weight, class T>
using judge_storage = unless<stores_weights<Weight> && std::is_same_v<number_beside<Weight>, T>,
                             mistake::no_storage_of_weights<mistake::has<Weight>, mistake::wants<T>>>;

template <class Network>
using judge_network = unless<is_well_formed<own_verdict<Network>>, mistake::told_elsewhere>;

template <class P>
consteval auto judge_any_parameters() {
    if constexpr (requires {
                      typename P::network_type;
                      P::size;
                  })
        return judge_network<typename P::network_type>{};
    else
        return verdict_is<no_parameters_of_a_network<P>>;
}

template <class P, class Weight>
using freeze_verdict =
    typename first_mistake<decltype(judge_any_parameters<P>()), judge_storage<Weight, number<P>>>::type;

template <class Frozen, class X>
using frozen_forward_verdict = typename first_mistake<
    decltype(judge_inputs<typename Frozen::network_type, typename Frozen::value_type, X>()),
    judge_static_rows<X>,
    decltype(judge_sequences<typename Frozen::network_type, typename Frozen::value_type, X>()),
    decltype(judge_stack<typename Frozen::network_type, typename Frozen::value_type, X,
                         mistake::frozen_result_exceeds_stack, mistake::frozen_forward_exceeds_stack>())>::
    type;

template <class Frozen, class X, class Workspace>
using frozen_workspace_verdict = typename first_mistake<
    decltype(judge_inputs<typename Frozen::network_type, typename Frozen::value_type, X>()),
    decltype(judge_workspace<Workspace, typename Frozen::network_type>()), judge_writable<Workspace>,
    judge_number<Workspace, typename Frozen::value_type>,
    decltype(judge_sequences<typename Frozen::network_type, typename Frozen::value_type, X, Workspace>())>::
    type;
template <class Frozen, class X, class Workspace>
using frozen_forward_in_verdict =
    typename first_mistake<std::type_identity<frozen_workspace_verdict<Frozen, X, Workspace>>,
                           judge_static_rows<X>, decltype(judge_capacity<X, Workspace>()),
                           judge_result<typename Frozen::network_type, typename Frozen::value_type,
                                        made_of<typename Frozen::network_type, X, Workspace>,
                                        mistake::frozen_result_exceeds_stack>>::type;
template <class Frozen, class X, class Workspace, class Y>
using frozen_forward_to_verdict = typename first_mistake<
    std::type_identity<frozen_workspace_verdict<Frozen, X, Workspace>>, judge_static_rows<X>,
    decltype(judge_capacity<X, Workspace>()),
    decltype(judge_room<Y, made_of<typename Frozen::network_type, X, Workspace>, typename Frozen::value_type,
                        Frozen::outputs, mistake::outputs>()),
    judge_static_rows<std::remove_cvref_t<Y>>>::type;
/// The second if there is a Y, else the first.
template <class Frozen, class X, class Workspace, class Y>
struct find_frozen_forward_with_verdict {
    using type = frozen_forward_to_verdict<Frozen, X, Workspace, Y>;
};
template <class Frozen, class X, class Workspace, class Y>
    requires(is_discarded<std::remove_cvref_t<Y>>)
struct find_frozen_forward_with_verdict<Frozen, X, Workspace, Y> {
    using type = frozen_forward_in_verdict<Frozen, X, Workspace>;
};
template <class Frozen, class X, class Workspace, class Y>
using frozen_forward_with_verdict = typename find_frozen_forward_with_verdict<Frozen, X, Workspace, Y>::type;

template <class Frozen, class X, class Y>
using frozen_predict_verdict = typename first_mistake<
    decltype(judge_inputs<typename Frozen::network_type, typename Frozen::value_type, X>()),
    decltype(judge_sequences<typename Frozen::network_type, typename Frozen::value_type, X>()),
    judge_whole_sequences<typename Frozen::network_type, X>,
    decltype(judge_room<Y, made_of<typename Frozen::network_type, X>, typename Frozen::value_type,
                        Frozen::outputs, mistake::outputs>()),
    judge_row<typename Frozen::network_type, typename Frozen::value_type, X,
              mistake::frozen_predict_exceeds_stack>>::type;
template <class Frozen, class X, class Workspace, class Y>
using frozen_predict_in_verdict = typename first_mistake<
    std::type_identity<frozen_workspace_verdict<Frozen, X, Workspace>>,
    decltype(judge_room<Y, made_of<typename Frozen::network_type, X, Workspace>, typename Frozen::value_type,
                        Frozen::outputs, mistake::outputs>())>::type;

template <class Frozen, class In, class State>
using frozen_stream_verdict =
    stream_verdict<typename Frozen::network_type,
                   parameters<typename Frozen::network_type, typename Frozen::value_type>, In, State>;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
