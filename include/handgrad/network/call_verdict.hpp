/// Checks of what is passed to a network, each with its own sentence.
#pragma once

#include <handgrad/network/batch.hpp>
#include <handgrad/network/verdict.hpp>

#include <cstddef>

/// The bytes that a call may put on the stack before it asks for a workspace: threads of audio or game
/// engines often have no more than 256 KB.
#if !defined(HANDGRAD_STACK_BUDGET)
#define HANDGRAD_STACK_BUDGET 131072
#endif

namespace handgrad::inline HANDGRAD_ISA {

template <int Rows>
struct batch_rows {};
template <int Columns>
struct batch_columns {};
template <int Rows>
struct target_rows {};
template <int Columns>
struct target_columns {};
template <std::size_t Bytes>
struct needed_bytes {};
template <std::size_t Bytes>
struct budget_bytes {};

template <class X>
struct not_a_batch {
    static_assert(batch_traits<X>::valid, "a batch is a matrix, a view or rows of numbers");
};

template <class X>
struct run_time_batch {
    static_assert(
        batch_traits<X>::rows != run_time_rows,
        "forward returns a matrix, so the number of rows must be known to the compiler: use predict");
};

template <class Batch, class Network>
struct batch_width_mismatch;
template <int Has, int Wants>
struct batch_width_mismatch<batch_columns<Has>, inputs<Wants>> {
    static_assert(Has == Wants, "a batch must have as many columns as the network has inputs");
};
template <int Has, int Wants>
struct batch_width_mismatch<batch_columns<Has>, outputs<Wants>> {
    static_assert(Has == Wants, "a batch of results must have as many columns as the network has outputs");
};

template <class Batch, class Target>
struct target_rows_mismatch;
template <int Has, int Wants>
struct target_rows_mismatch<batch_rows<Wants>, target_rows<Has>> {
    static_assert(Has == Wants, "there must be as many targets as the batch has rows");
};

template <class Target, class Loss>
struct target_width_mismatch;
template <int Has, int Wants>
struct target_width_mismatch<target_columns<Has>, expects<Wants>> {
    static_assert(Has == Wants, "a target must have as many numbers in a row as the loss expects");
};

template <class Has, class Wants>
struct element_mismatch {
    static_assert(std::is_same_v<Has, Wants>,
                  "these elements must have the type of the parameters' (or, for a "
                  "target, the type that the loss expects)");
};

template <class Given, class Network>
struct another_network {
    static_assert(std::is_base_of_v<Network, Given>,
                  "these parameters, this gradient or this workspace belong to another network");
};

template <class Batch, class Workspace>
struct workspace_too_small;
template <int Has, int Wants>
struct workspace_too_small<batch_rows<Wants>, batch_rows<Has>> {
    static_assert(Has >= Wants,
                  "forward works on the whole batch at once: the workspace must be for as many rows");
};

template <class Needed, class Budget>
struct stack_budget_exceeded;
template <std::size_t Needed, std::size_t Budget>
struct stack_budget_exceeded<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(
        Needed <= Budget,
        "this call would need more of the stack than HANDGRAD_STACK_BUDGET: pass a workspace<B> that you "
        "keep in static storage or on the heap, or use predict, which works in tiles");
};

namespace detail {

/// The first of some verdicts that is not `well_formed`.
template <class... Verdicts>
struct first_mistake {
    using type = well_formed;
};
template <class First, class... Rest>
struct first_mistake<First, Rest...> : std::conditional_t<std::is_same_v<First, well_formed>,
                                                          first_mistake<Rest...>, std::type_identity<First>> {
};

/// Prints the first mistake, if there is one; tells whether there is none.
template <class... Verdicts>
consteval bool accepted() {
    using mistake = typename first_mistake<Verdicts...>::type;
    return sizeof(mistake) > 0 && std::is_same_v<mistake, well_formed>;
}

template <bool Good, class Mistake>
using unless = std::conditional_t<Good, well_formed, Mistake>;

/// `Given` holds the numbers of `Network` (or of a type derived from it).
template <class Given, class Network>
consteval auto judge_owner() {
    if constexpr (requires { typename Given::network_type; })
        return std::type_identity<unless<std::is_base_of_v<Network, typename Given::network_type>,
                                         another_network<typename Given::network_type, Network>>>{};
    else
        return std::type_identity<another_network<Given, Network>>{};
}
template <class Given, class Network>
using owner_verdict = typename decltype(judge_owner<Given, Network>())::type;

/// X is a batch of T with N columns, which `Width` (inputs<N> or outputs<N>) explains.
template <class X, class T, int N, class Width>
consteval auto judge_batch() {
    using traits = batch_traits<X>;
    if constexpr (!traits::valid)
        return std::type_identity<not_a_batch<X>>{};
    else if constexpr (traits::cols != N)
        return std::type_identity<batch_width_mismatch<batch_columns<traits::cols>, Width>>{};
    else
        return std::type_identity<unless<std::is_same_v<typename traits::value_type, T>,
                                         element_mismatch<typename traits::value_type, T>>>{};
}
template <class X, class T, int N>
using input_verdict = typename decltype(judge_batch<std::remove_cvref_t<X>, T, N, inputs<N>>())::type;
template <class Y, class T, int N>
using output_verdict = typename decltype(judge_batch<std::remove_cvref_t<Y>, T, N, outputs<N>>())::type;

/// `Target` holds one target of `Loss` for every row of X, a batch of outputs<N> numbers.
template <class Target, class X, class Loss, class T, int N>
consteval auto judge_target() {
    using traits = batch_traits<Target>;
    using wanted = typename Loss::template target_type<T>;
    if constexpr (!traits::valid) {
        return std::type_identity<not_a_batch<Target>>{};
    } else if constexpr (traits::cols != Loss::template target_cols<N>) {
        return std::type_identity<
            target_width_mismatch<target_columns<traits::cols>, expects<Loss::template target_cols<N>>>>{};
    } else if constexpr (traits::rows != run_time_rows && batch_traits<X>::rows != run_time_rows &&
                         traits::rows != batch_traits<X>::rows) {
        return std::type_identity<
            target_rows_mismatch<batch_rows<batch_traits<X>::rows>, target_rows<traits::rows>>>{};
    } else {
        return std::type_identity<unless<std::is_same_v<typename traits::value_type, wanted>,
                                         element_mismatch<typename traits::value_type, wanted>>>{};
    }
}
template <class Target, class X, class Loss, class T, int N>
using target_verdict = typename decltype(judge_target<Target, X, Loss, T, N>())::type;

template <std::size_t Needed>
using stack_verdict =
    unless<(Needed <= HANDGRAD_STACK_BUDGET),
           stack_budget_exceeded<needed_bytes<Needed>, budget_bytes<HANDGRAD_STACK_BUDGET>>>;

} // namespace detail

} // namespace handgrad::inline HANDGRAD_ISA
