/// How much stack a network promises to do with.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/layer/compose/stack.hpp>
#include <handgrad/network/call_verdict.hpp>
#include <handgrad/network/workspace.hpp>

#include <bit>
#include <cstddef>

// An upper bound, for builds with -O1 or more. It counts what the types know: the hidden Z_i, the result, the
// panels of the products; and allows for the rest. It covers what the library does: a layer, a loss or an
// optimizer of somebody else's that has large arrays on the stack needs them besides (a layer can say so, see
// layer/compose/stack.hpp). Hidden Z_i, or a result, that by themselves exceed HANDGRAD_STACK_BUDGET do not
// count: then forward(p, x) does not compile, and they are in a workspace or in a matrix of the caller's.
//
// What it leaves out: unoptimized builds. At -O0 the functions that are inlined all the same bring along a
// place for every argument and every number in between, so that frames grow with the number and the kinds of
// layers and products: measured were 3 to 120 KB more for forward of two to five layers, and 30 to 500 KB
// more for predict of them frozen, which has tiles of three sizes (clang-16; g++-12 takes half of that).

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// For the frames of the calls, the numbers that the compiler spills from registers, the rows that a loss
/// looks at, and alignment. Measured for networks of all kinds and up to 128 layers, with g++-12, clang-16
/// and clang-19 at -O1 to -O3, these take up to 3.3 KB for four layers and 0.35 KB for each further one.
template <class Network>
inline constexpr std::size_t
    frame_bytes = 3584 + 512 * static_cast<std::size_t>(arrays_of<Network, 1, float>.layers);

/// The result of forward(p, x) and its hidden Z_i, as far as they may be on the stack.
template <class Network, extent B, class T>
inline constexpr std::size_t result_and_hidden_bytes = [] {
    constexpr std::size_t result = sizeof(matrix<T, B, Network::outputs>);
    constexpr std::size_t hidden = sizeof(inference_buffers<Network, B, T>);
    return (result <= HANDGRAD_STACK_BUDGET ? result : 0) + (hidden <= HANDGRAD_STACK_BUDGET ? hidden : 0);
}();

template <class Network, extent B, class T>
inline constexpr std::size_t
    forward_stack_bytes = result_and_hidden_bytes<Network, B, T> +
                          arrays_of<Network, B, T>.forward.at_a_time() + frame_bytes<Network>;

/// train_step has all its Z_i in the workspace.
template <class Network, extent B, class T>
inline constexpr std::size_t train_stack_bytes = [] {
    array_bytes all = arrays_of<Network, B, T>.forward;
    all.add(arrays_of<Network, B, T>.first_vjp);
    return all.at_a_time() + frame_bytes<Network>;
}();

/// The rows that predict works on at once, if they fit the stack; more gain nothing.
inline constexpr int largest_tile = 32;

/// Of 32, 16, .. 1 rows, the most whose hidden Z_i fit the stack budget.
template <class Network, class T>
inline constexpr int prediction_tile = [] {
    constexpr int scratch[] = {
        as_layer<Network>::template scratch_size<1>,  as_layer<Network>::template scratch_size<2>,
        as_layer<Network>::template scratch_size<4>,  as_layer<Network>::template scratch_size<8>,
        as_layer<Network>::template scratch_size<16>, as_layer<Network>::template scratch_size<32>};
    const auto fits = [&](int tile) {
        const int numbers = scratch[std::countr_zero(static_cast<unsigned>(tile))];
        return sizeof(T) * static_cast<std::size_t>(numbers) <= HANDGRAD_STACK_BUDGET;
    };
    int tile = largest_tile;
    while (tile > 1 && !fits(tile)) tile /= 2;
    return tile;
}();

/// `forward_arrays`.operator()<B>() are those of a forward pass of B rows: predict has tiles of three sizes
/// (for_each_tile), and the results are its caller's.
template <class Network, class T, class F>
consteval std::size_t find_predict_bytes(F forward_arrays) {
    constexpr int tile = prediction_tile<Network, T>;
    array_bytes all = forward_arrays.template operator()<tile>();
    if constexpr (tile > 8) all.add(forward_arrays.template operator()<8>());
    if constexpr (tile > 1) all.add(forward_arrays.template operator()<1>());
    return sizeof(inference_buffers<Network, tile, T>) + all.at_a_time() + frame_bytes<Network>;
}
template <class Network, class T>
inline constexpr std::size_t predict_stack_bytes = find_predict_bytes<Network, T>([]<extent B>() {
    return arrays_of<Network, B, T>.forward;
});

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
