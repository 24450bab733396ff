/// One forward and one backward pass of a network, with the loss between them.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/running_sum.hpp>
#include <handgrad/loss/concept.hpp>
#include <handgrad/network/sequences.hpp>
#include <handgrad/network/workspace.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// What Some sequences of the batch x, from sequence `first` on, remember: what a state says, or what those
/// that begin do.
template <class Network, int Some, class X, class Beginning>
HANDGRAD_INLINE constexpr auto memory_of_batch([[maybe_unused]] const X& x,
                                               [[maybe_unused]] Beginning& beginning,
                                               [[maybe_unused]] std::ptrdiff_t first) {
    if constexpr (!has_memory<Network>) {
        return no_memory{};
    } else if constexpr (goes_on_from_state<X>) {
        return x.state->seen().template of_sequences<Some>(first);
    } else {
        return beginning.template beginning<Some>();
    }
}
/// The gradient with respect to the state that they end with, at the steps that they begin with.
template <class Network, int Some, class X, class Workspace>
HANDGRAD_INLINE constexpr auto memory_gradient_of_batch([[maybe_unused]] const X& x,
                                                        [[maybe_unused]] Workspace& ws,
                                                        [[maybe_unused]] std::ptrdiff_t first) {
    if constexpr (!has_memory<Network>) {
        return no_memory{};
    } else if constexpr (has_state_gradient<X>) {
        const auto state = x.state->seen().template of_sequences<Some>(first);
        return state.with_numbers(x.gradient->numbers().row(static_cast<int>(first)).data());
    } else if constexpr (goes_on_from_state<X>) {
        const auto state = x.state->seen().template of_sequences<Some>(first);
        return state.with_numbers(ws.template no_state_gradient<Some>().row(0).data());
    } else {
        return ws.template no_state_gradient<Some>();
    }
}
/// After a pass of so many steps.
template <int Steps, class X>
HANDGRAD_INLINE constexpr void count_steps([[maybe_unused]] const X& x) noexcept {
    if constexpr (goes_on_from_state<X>) x.state->count_steps(Steps);
}

/// The rows of targets that belong to so many rows of a batch.
template <class Network, class Loss>
constexpr extent targets_after(extent rows) noexcept {
    const extent made = rows_after<Network>(rows);
    return is_per_sequence<Loss> ? made.with_steps(1) : made;
}
/// Those of a tile B that begins with row `first` of the batch.
template <class Network, class Loss, extent B, class Targets>
HANDGRAD_INLINE constexpr auto targets_of_tile(const Targets& targets, std::ptrdiff_t first) {
    constexpr extent wanted = targets_after<Network, Loss>(B);
    return targets.template tile<wanted>(first / B.steps * wanted.steps);
}

/// Option of a loss of sequences, `auto of_sequences(std::ptrdiff_t first, std::ptrdiff_t count) const`:
/// itself, of so many of them. Any other loss is the same for all rows.
template <extent B, class Loss>
HANDGRAD_INLINE constexpr decltype(auto) loss_of_tile(const Loss& loss,
                                                      [[maybe_unused]] std::ptrdiff_t first) {
    if constexpr (requires { loss.of_sequences(first, 1); })
        return loss.of_sequences(first / B.steps, B.sequences);
    else
        return static_cast<const Loss&>(loss);
}

/// Z_{L+1} = f(Z_1), written to `y`; nothing else is kept. `p` is the parameters, a view, or
/// frozen_parameters.
template <class Network, extent B, class T, class P, class Buffers, class Memory>
HANDGRAD_INLINE constexpr void infer(P p, view<const input_number<Network, T>, B, Network::inputs> x,
                                     Buffers& buffers, view<T, rows_after<Network>(B), Network::outputs> y,
                                     Memory state) {
    run_forward<Network, B, T>(
        x, p, y, optional_arguments<discard, T, Memory>{{}, buffers.template scratch<B>().data(), state});
}

/// One forward and one backward pass over B rows, of which the first is row `first` of its batch: returns
/// start + the sum of the rows' losses, writes or adds the parameters' gradient, weighted, to `dp`, and
/// writes the input's to `dx` unless that is `discard`. What layers draw, they draw by `key`. If `dp` is a
/// parameter_update, it takes the step in place of keeping the gradient.
template <class Network, extent B, write W, class T, class P, class Loss, class Target, class DP,
          class Workspace, class DX, class Memory>
constexpr running_sum<T>
loss_and_gradient(const Loss& loss, running_sum<T> start, const P& p,
                  view<const input_number<Network, T>, B, Network::inputs> x, Target target, T weight, DP dp,
                  Workspace& ws, DX dx, [[maybe_unused]] std::uint64_t key,
                  [[maybe_unused]] std::ptrdiff_t first, Memory state, Memory dstate) {
    using layer = as_layer<Network>;
    using constant_tape = view<const T, 1, layer::template tape_size<B>>;
    using constant_output = view<const T, rows_after<Network>(B), Network::outputs>;
    const view<const T, 1, Network::parameter_count> parameter(p.data());
    const auto tape = ws.template whole_tape<B>();
    const auto scratch = ws.template scratch<B>();
    const auto y = ws.template activation<Network::depth + 1, B>();
    const auto g = ws.template output_gradient<B>();

    if constexpr (draws<Network>) layer::template draw<B>(tape, key, first);
    run_forward<Network, B, T>(x, parameter, y,
                               optional_arguments<decltype(tape), T, Memory>{tape, scratch.data(), state});
    const running_sum<T> sum = loss_of_tile<B>(loss, first)(start, constant_output(y), target, weight, g);
    if constexpr (Workspace::keeps_gradients)
        ws.template vjp<B, W>(x, parameter, dx, dp, dstate);
    else
        run_vjp<Network, B, W, T>(
            x, constant_output(y), parameter, g, dx, dp,
            optional_arguments<constant_tape, T, Memory>{constant_tape(tape), scratch.data(), dstate});
    return sum;
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
