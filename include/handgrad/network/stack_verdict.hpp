/// Checks that what a call puts on the stack is within the budget.
#pragma once

#include <handgrad/core/verdict.hpp>
#include <handgrad/network/batch.hpp>
#include <handgrad/network/call_mistake.hpp>
#include <handgrad/network/workspace.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// As many bytes are, or it is the Mistake.
template <std::size_t Needed, template <class, class> class Mistake>
using judge_bytes = unless<(Needed <= HANDGRAD_STACK_BUDGET),
                           Mistake<needed_bytes<Needed>, budget_bytes<HANDGRAD_STACK_BUDGET>>>;

/// The outputs of X, which are returned, fit the stack, and so do its hidden Z_i. (Each by itself: outputs
/// are made where the caller has them, which need not be there.)
template <class Network, class T, class X, template <class, class> class OfResult,
          template <class, class> class OfHidden>
consteval auto judge_stack() {
    if constexpr (batch_traits<X>::rows > 0) {
        constexpr int B = batch_traits<X>::rows;
        constexpr std::size_t outputs = sizeof(matrix<T, B, Network::outputs>);
        return verdict_is<
            typename first_mistake<judge_bytes<outputs, OfResult>,
                                   judge_bytes<sizeof(inference_buffers<Network, B, T>), OfHidden>>::type>;
    } else {
        return verdict_is<well_formed>;
    }
}
/// The outputs of X alone.
template <class Network, class T, class X, template <class, class> class Mistake>
using judge_result =
    judge_bytes<sizeof(matrix<T, (batch_traits<X>::rows > 0 ? batch_traits<X>::rows : 1), Network::outputs>),
                Mistake>;
/// The hidden Z_i of a tile of one row, the least that predict can do with.
template <class Network, class T, template <class, class> class Mistake>
using judge_row = judge_bytes<sizeof(inference_buffers<Network, 1, T>), Mistake>;

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
