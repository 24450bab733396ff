/// How much stack a network promises to do with.
#pragma once

#include <handgrad/core/matrix.hpp>
#include <handgrad/layer/stack.hpp>
#include <handgrad/network/call_verdict.hpp>
#include <handgrad/network/workspace.hpp>

// An upper bound, for builds with -O1 or more. It counts what the types know: the hidden Z_i, the result, the
// panels of the products; and allows for the rest. It covers what the library does: a layer, a loss or an
// optimiser of somebody else's that has large arrays on the stack needs them besides (a layer can say so, see
// layer/stack.hpp). Where the hidden Z_i exceed HANDGRAD_STACK_BUDGET, forward has them in a workspace.

namespace handgrad::inline HANDGRAD_ISA::detail {

/// For the frames of the calls, the numbers that the compiler spills from registers, the rows that a loss
/// looks at, and alignment. Measured for networks of all kinds and up to 128 layers, with g++-12, clang-16
/// and clang-19 at -O1 to -O3, these take up to 3.3 KB for four layers and 0.35 KB for each further one. (In
/// an unoptimised build, where each number has a place of its own, 50 KB.)
template <class Network>
inline constexpr std::size_t
    frame_bytes = 3584 + 512 * static_cast<std::size_t>(arrays_of<Network, 1, float>.layers);

/// The result of forward(p, x), and its hidden Z_i.
template <class Network, int B, class T>
inline constexpr std::size_t result_bytes = sizeof(matrix<T, B, Network::outputs>);
template <class Network, int B, class T>
inline constexpr std::size_t hidden_bytes = sizeof(inference_buffers<Network, B, T>) <= HANDGRAD_STACK_BUDGET
                                                ? sizeof(inference_buffers<Network, B, T>)
                                                : 0;

template <class Network, int B, class T>
inline constexpr std::size_t
    forward_stack_bytes = hidden_bytes<Network, B, T> + result_bytes<Network, B, T> +
                          arrays_of<Network, B, T>.forward.at_a_time() + frame_bytes<Network>;

/// train_step has all its Z_i in the workspace.
template <class Network, int B, class T>
inline constexpr std::size_t train_stack_bytes = [] {
    array_bytes all = arrays_of<Network, B, T>.forward;
    all.add(arrays_of<Network, B, T>.first_vjp);
    return all.at_a_time() + frame_bytes<Network>;
}();

} // namespace handgrad::inline HANDGRAD_ISA::detail
