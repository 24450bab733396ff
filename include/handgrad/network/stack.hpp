/// How much stack a network promises to do with.
#pragma once

#include <handgrad/core/matrix.hpp>
#include <handgrad/layer/stack.hpp>
#include <handgrad/network/workspace.hpp>

namespace handgrad::inline HANDGRAD_ISA::detail {

/// For the frames of the calls, the numbers that the compiler spills from registers, the rows that a loss
/// looks at, and alignment. Measured for networks of all kinds, with g++-12, clang-16 and clang-19 at -O1 to
/// -O3, these take 0.1 to 4.3 KB for three layers, 6.2 KB at most for eight in residual blocks, and about
/// 0.1 KB for each further one. (In an unoptimised build, where each number has a place of its own, 50 KB.)
template <class Network>
inline constexpr std::size_t
    frame_bytes = 5120 + 256 * static_cast<std::size_t>(arrays_of<Network, 1, float>.layers);

/// The hidden Z_i and the result of forward(p, x); where the Z_i would not fit, it is not called.
template <class Network, int B, class T>
inline constexpr std::size_t result_bytes = sizeof(matrix<T, B, Network::outputs>);
template <class Network, int B, class T>
inline constexpr std::size_t hidden_bytes = sizeof(inference_buffers<Network, B, T>) <= HANDGRAD_STACK_BUDGET
                                                ? sizeof(inference_buffers<Network, B, T>)
                                                : 0;

template <class Network, int B, class T>
inline constexpr std::size_t forward_stack_bytes = hidden_bytes<Network, B, T> + result_bytes<Network, B, T> +
                                                   arrays_of<Network, B, T>.forward + frame_bytes<Network>;

/// train_step has all its Z_i in the workspace.
template <class Network, int B, class T>
inline constexpr std::size_t train_stack_bytes =
    std::max(arrays_of<Network, B, T>.forward, arrays_of<Network, B, T>.first_vjp) + frame_bytes<Network>;

} // namespace handgrad::inline HANDGRAD_ISA::detail
