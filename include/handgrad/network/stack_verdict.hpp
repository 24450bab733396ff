/// Checks that what a call puts on the stack is within the budget.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/verdict.hpp>
#include <handgrad/network/batch.hpp>
#include <handgrad/network/sequence_verdict.hpp>
#include <handgrad/network/stack.hpp>
#include <handgrad/network/workspace.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <std::size_t Bytes>
struct needed_bytes {};
template <std::size_t Bytes>
struct budget_bytes {};

template <class Needed, class Budget>
struct stack_budget_exceeded;
template <std::size_t Needed, std::size_t Budget>
struct stack_budget_exceeded<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: pass a "
                  "Net::workspace<B> that is static or on the heap, forward(p, x, ws), or use "
                  "predict(p, x, y), which works in tiles");
};

template <class Needed, class Budget>
struct result_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct result_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "the result of this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: have it "
                  "written to a matrix that is static or on the heap, predict(p, x, y), or forward(p, x, ws, "
                  "y) with a Net::workspace<B>");
};

template <class Needed, class Budget>
struct predict_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct predict_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "a single row needs more bytes of the stack than HANDGRAD_STACK_BUDGET: pass a "
                  "Net::workspace<B> that is static or on the heap, predict(p, x, ws, y)");
};

} // namespace mistake

namespace detail {

/// As many bytes are, or it is the Mistake.
template <std::size_t Needed, template <class, class> class Mistake>
using judge_bytes =
    unless<(Needed <= HANDGRAD_STACK_BUDGET),
           Mistake<mistake::needed_bytes<Needed>, mistake::budget_bytes<HANDGRAD_STACK_BUDGET>>>;

/// The outputs of X, which are returned, fit the stack, and so do its hidden Z_i. (Each by itself: outputs
/// are made where the caller has them, which need not be there.)
template <class Network, class T, class X, template <class, class> class OfResult,
          template <class, class> class OfHidden>
consteval auto judge_stack() {
    if constexpr (batch_traits<X>::rows > 0) {
        constexpr extent B = extent_of_batch<X>;
        constexpr std::size_t outputs = sizeof(matrix<T, rows_after<Network>(B), Network::outputs>);
        constexpr extent least = is_forward_whole<Network, B, T> ? B : extent(1, stride_of<Network>);
        return verdict_is<typename first_mistake<
            judge_bytes<outputs, OfResult>,
            judge_bytes<sizeof(inference_buffers<Network, least, T>), OfHidden>>::type>;
    } else {
        return verdict_is<well_formed>;
    }
}
/// The outputs of X alone.
template <class Network, class T, class X, template <class, class> class Mistake>
using judge_result =
    judge_bytes<sizeof(matrix<T, (batch_traits<X>::rows > 0 ? batch_traits<X>::rows : 1), Network::outputs>),
                Mistake>;
/// The hidden Z_i of a tile of one row, the least that predict can do with; of a whole sequence, where it is
/// not cut.
template <class Network, class T, class X, template <class, class> class Mistake>
using judge_row = judge_bytes<
    sizeof(inference_buffers<
           Network, is_causal<Network> ? extent(1, stride_of<Network>) : extent_of_batch<X>.with_sequences(1),
           T>),
    Mistake>;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
