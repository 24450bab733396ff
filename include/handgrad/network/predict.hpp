/// The outputs of a network for any number of rows, whether it is frozen or not.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/network/batch.hpp>
#include <handgrad/network/passes.hpp>
#include <handgrad/network/predict_sequences.hpp>
#include <handgrad/network/stack.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The tile of a prediction in a workspace; on the stack it is prediction_tile.
template <class Workspace>
inline constexpr extent tile_in = Workspace::shape.with_sequences(smaller(Workspace::shape.sequences,
                                                                          largest_tile));

/// Z_{depth+1} for the rows of x, written to y, which has as many; computed in tiles of at most Tile, whose
/// hidden Z_i are in `hidden`, a workspace where there are sequences. `p` is the parameters, a view, or
/// frozen_parameters.
template <class Network, extent Tile, class P, class X, class T, int Out, class Buffers>
constexpr void predict(P p, const X& x, Buffers& hidden, rows<T, Out> y) {
    const auto z_1 = as_rows(x);
    for_each_tile<run_time_rows, Tile>(z_1.count(), [&]<extent B>(std::ptrdiff_t first) {
        constexpr extent made = rows_after<Network>(B);
        infer<Network, B, T>(p, z_1.template tile<B>(first), hidden,
                             y.template tile<made>(first / B.steps * made.steps),
                             memory_of_batch<Network, B.sequences>(x, hidden, first / B.steps));
    });
    count_steps<Tile.steps>(x);
}
/// The same with the hidden Z_i on this call's stack.
template <class Network, class P, class X, class T, int Out>
constexpr void predict(P p, const X& x, rows<T, Out> y) {
    if constexpr (needs_sequences<Network>()) {
        predict_sequences<Network>(p, x, y);
    } else {
        constexpr extent tile = prediction_tile<Network, T>;
        inference_buffers<Network, tile, T> hidden;
        predict<Network, tile>(p, x, hidden, y);
    }
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
