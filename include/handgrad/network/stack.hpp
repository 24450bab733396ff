/// How much stack a network promises to do with.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/layer/compose/stack.hpp>
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

/// train_step has all its Z_i in the workspace.
template <class Network, extent B, class T>
inline constexpr std::size_t train_stack_bytes = [] {
    array_bytes all = arrays_of<Network, B, T>.forward;
    all.add(arrays_of<Network, B, T>.first_vjp);
    return all.at_a_time() + frame_bytes<Network>;
}();

/// The rows that predict works on at once, if they fit the stack; more gain nothing.
inline constexpr int largest_tile = 32;

/// Of 32, 16, .. 1 sequences, or strides of one, the most whose hidden Z_i fit the stack budget.
template <class Network, class T, int Count, bool Side>
consteval int find_tile_of_steps() {
    constexpr extent B = Side ? extent(Count, 1) : extent(1, Count * stride_of<Network>);
    if constexpr (Count == 1 || sizeof(T) * std::size_t{as_layer<Network>::template scratch_size<B>} <=
                                    HANDGRAD_STACK_BUDGET)
        return Count;
    else
        return find_tile_of_steps<Network, T, Count / 2, Side>();
}
template <class Network, class T>
inline constexpr int prediction_steps = find_tile_of_steps<Network, T, largest_tile, false>();
template <class Network, class T>
inline constexpr int prediction_voices = find_tile_of_steps<Network, T, largest_tile, true>();

/// Whether forward of B works on all of it at once: sequences that would be too long for the stack are worked
/// on one after the other, in runs of steps.
template <class Network, extent B, class T>
inline constexpr bool is_forward_whole = !looks_at_steps<Network> || !is_causal<Network> ||
                                         sizeof(inference_buffers<Network, B, T>) <= HANDGRAD_STACK_BUDGET;

/// The hidden Z_i of so many steps of one sequence, or of one of so many sequences.
template <class Network, class T>
class voice_buffers {
    template <extent Rows>
    static constexpr int size_for = as_layer<Network>::template scratch_size<Rows>;
    static constexpr int size = larger(size_for<extent(1, prediction_steps<Network, T>* stride_of<Network>)>,
                                       stride_of<Network> == 1 ? size_for<prediction_voices<Network, T>> : 0);

public:
    constexpr voice_buffers() noexcept {} // they stay unset

    template <extent Rows>
    constexpr auto scratch() noexcept {
        return view<T, 1, size_for<Rows>>(data_);
    }

private:
    alignas(64) T data_[size > 0 ? size : 1];
};

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
consteval std::size_t find_predict_bytes(F forward_arrays) requires(looks_at_steps<Network>) {
    constexpr int stride = stride_of<Network>, steps = prediction_steps<Network, T>;
    array_bytes all = forward_arrays.template operator()<extent(1, steps * stride)>();
    if constexpr (steps > 8) all.add(forward_arrays.template operator()<extent(1, 8 * stride)>());
    if constexpr (steps > 1) all.add(forward_arrays.template operator()<extent(1, stride)>());
    if constexpr (stride == 1) all.add(forward_arrays.template operator()<prediction_voices<Network, T>>());
    return sizeof(voice_buffers<Network, T>) + sizeof(T) * std::size_t{state_size_of<Network>} +
           all.at_a_time() + frame_bytes<Network>;
}
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

/// Bytes of what forward returns, and of its hidden Z_i, as far as they may be on the stack.
template <class Network, extent B, class T>
inline constexpr std::size_t result_bytes = [] {
    constexpr std::size_t result = sizeof(matrix<T, rows_after<Network>(B), Network::outputs>);
    return result <= HANDGRAD_STACK_BUDGET ? result : 0;
}();
template <class Network, extent B, class T>
inline constexpr std::size_t hidden_bytes = [] {
    constexpr std::size_t hidden = sizeof(inference_buffers<Network, B, T>);
    return hidden <= HANDGRAD_STACK_BUDGET ? hidden : 0;
}();

/// `forward_arrays` as of find_predict_bytes: forward works on B at once, or does as predict does.
template <class Network, extent B, class T, class F>
consteval std::size_t find_forward_bytes(F forward_arrays) {
    if constexpr (is_forward_whole<Network, B, T>) {
        constexpr std::size_t remembered = sizeof(T) * std::size_t{B.sequences * state_size_of<Network>};
        return result_bytes<Network, B, T> + hidden_bytes<Network, B, T> + remembered +
               forward_arrays.template operator()<B>().at_a_time() + frame_bytes<Network>;
    } else {
        return result_bytes<Network, B, T> + find_predict_bytes<Network, T>(forward_arrays);
    }
}
template <class Network, extent B, class T>
inline constexpr std::size_t forward_stack_bytes = find_forward_bytes<Network, B, T>([]<extent Rows>() {
    return arrays_of<Network, Rows, T>.forward;
});

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
