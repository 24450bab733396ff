/// The outputs of a network for sequences of any length, whether it is frozen or not.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/check.hpp>
#include <handgrad/network/passes.hpp>
#include <handgrad/network/sequence_verdict.hpp>
#include <handgrad/network/stack.hpp>

#include <cstddef>
#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The rows that a network makes of so many steps of a sequence.
template <class Network>
constexpr std::ptrdiff_t rows_of_steps(std::ptrdiff_t steps) noexcept {
    return makes_one_row<Network> ? 1 : steps / stride_of<Network>;
}

/// Calls f.operator()<Steps>(first) for runs of steps that cover `steps`, a whole number of strides: as many
/// runs of Most strides as fit, then of 8 and of 1. The result does not depend on the cut.
template <int Most, int Stride, class F>
HANDGRAD_INLINE constexpr void for_each_run(std::ptrdiff_t steps, F f) {
    std::ptrdiff_t first = 0;
    for (; first + Most * Stride <= steps; first += Most * Stride)
        f.template operator()<Most * Stride>(first);
    if constexpr (Most > 8)
        for (; first + 8 * Stride <= steps; first += 8 * Stride) f.template operator()<8 * Stride>(first);
    if constexpr (Most > 1)
        for (; first < steps; first += Stride) f.template operator()<Stride>(first);
}

/// `steps` steps of one sequence whose rows begin at x, to y, `made` of it being made already and what it
/// remembers in `numbers`, which is where it is left.
template <class Network, class P, class In, class T, class Buffers>
constexpr void predict_sequence(P p, const In* x, T* y, std::ptrdiff_t steps, [[maybe_unused]] T* numbers,
                                [[maybe_unused]] std::int64_t made, Buffers& hidden) {
    constexpr int stride = stride_of<Network>, most = prediction_steps<Network, T>;
    for_each_run<most, stride>(steps, [&]<int Steps>(std::ptrdiff_t first) {
        constexpr extent B(1, Steps), after = rows_after<Network>(B);
        constexpr int size = state_size_of<Network>;
        const std::int64_t before = made + first;
        const auto state = [&] {
            if constexpr (has_memory<Network>)
                return memory<T, 1, size>(numbers, size, &before);
            else
                return no_memory{};
        }();
        const std::ptrdiff_t row = makes_one_row<Network> ? 0 : first / stride;
        infer<Network, B, T>(p, view<const In, B, Network::inputs>(x + first * Network::inputs), hidden,
                             view<T, after, Network::outputs>(y + row * Network::outputs), state);
    });
}

/// One step of each sequence of a state, all of them side by side.
template <class Network, class P, class In, class T, class State, class Buffers>
constexpr void predict_step(P p, const In* x, T* y, State& state, Buffers& hidden) {
    constexpr int most = prediction_voices<Network, T>;
    for_each_tile<State::sequences, most>(State::sequences, [&]<extent B>(std::ptrdiff_t first) {
        infer<Network, B, T>(p, view<const In, B, Network::inputs>(x + first * Network::inputs), hidden,
                             view<T, B, Network::outputs>(y + first * Network::outputs),
                             state.seen().template of_sequences<B.sequences>(first));
    });
}

/// `steps` steps of each sequence of a state, row b * steps + t of x and y.
template <class Network, class P, class In, class T, class State>
constexpr void predict_steps(P p, const In* x, T* y, std::ptrdiff_t steps, State& state) {
    voice_buffers<Network, T> hidden;
    if constexpr (State::sequences > 1 && stride_of<Network> == 1 && has_memory<Network>) {
        if (steps == 1) {
            predict_step<Network>(p, x, y, state, hidden);
            state.count_steps(1);
            return;
        }
    }
    for (int b = 0; b < State::sequences; ++b)
        predict_sequence<Network>(p, x + b * steps * Network::inputs,
                                  y + b * rows_of_steps<Network>(steps) * Network::outputs, steps,
                                  state.numbers().row(b).data(), state.steps(b), hidden);
    state.count_steps(steps);
}

/// predict of sequences.
template <class Network, class P, class X, class T, int Out>
constexpr void predict_sequences(P p, const X& x, rows<T, Out> y) {
    const auto z_1 = as_rows(x);
    const std::ptrdiff_t steps = z_1.count() / X::sequences;
    if constexpr (!is_causal<Network>) {
        // Whole, and one after the other.
        constexpr extent B(1, extent_of_batch<X>.steps);
        constexpr extent made = rows_after<Network>(B);
        inference_buffers<Network, B, T> hidden;
        for (int b = 0; b < X::sequences; ++b) {
            fresh_memory<Network, 1, T> beginning;
            infer<Network, B, T>(p, z_1.template tile<B>(b * B.steps), hidden,
                                 y.template tile<made>(b * made.steps),
                                 memory_of_batch<Network, 1>(x, beginning, b));
        }
    } else if constexpr (goes_on_from_state<X>) {
        predict_steps<Network>(p, z_1.data(), y.data(), steps, *x.state);
    } else {
        voice_buffers<Network, T> hidden;
        for (int b = 0; b < X::sequences; ++b) {
            T numbers[larger(state_size_of<Network>, 1)] = {};
            predict_sequence<Network>(p, z_1.data() + b * steps * Network::inputs,
                                      y.data() + b * rows_of_steps<Network>(steps) * Out, steps, numbers, 0,
                                      hidden);
        }
    }
}

/// The same, returned.
template <class Network, extent B, class T, class P, class X>
constexpr matrix<T, rows_after<as_layer<Network>>(B), Network::outputs> forward_in_runs(P p, const X& x) {
    matrix<T, rows_after<as_layer<Network>>(B), Network::outputs> y(uninitialized);
    predict_sequences<Network>(p, x, rows<T, Network::outputs>(y));
    return y;
}

/// `count` steps of each sequence of a state: predict, where nothing may fail.
template <class Network, class P, class In, class T, class State>
constexpr void stream(P p, const In* x, T* y, std::ptrdiff_t count, State& state) noexcept {
    if (count > 0) predict_steps<Network>(p, x, y, count - count % stride_of<Network>, state);
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
