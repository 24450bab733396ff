/// The outputs of a network for any number of rows, whether it is frozen or not.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/network/batch.hpp>
#include <handgrad/network/passes.hpp>
#include <handgrad/network/stack.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The tile of a prediction in a workspace; on the stack it is prediction_tile.
template <class Workspace>
inline constexpr extent tile_in = Workspace::shape.with_sequences(smaller(Workspace::shape.sequences,
                                                                          largest_tile));

/// Z_{depth+1} for the rows of x, written to y, which has as many; computed in tiles of at most Tile, whose
/// hidden Z_i are in `hidden`. `p` is the parameters, a view, or frozen_parameters.
template <class Network, extent Tile, class P, class T, int In, int Out, class Buffers>
constexpr void predict(P p, rows<const T, In> x, Buffers& hidden, rows<T, Out> y) {
    for_each_tile<run_time_rows, Tile>(x.count(), [&]<extent B>(std::ptrdiff_t first) {
        infer<Network, B, T>(p, x.template tile<B>(first), hidden,
                             y.template tile<rows_after<Network>(B)>(first));
    });
}
/// The same with the hidden Z_i on this call's stack.
template <class Network, class P, class T, int In, int Out>
constexpr void predict(P p, rows<const T, In> x, rows<T, Out> y) {
    constexpr extent tile = prediction_tile<Network, T>;
    inference_buffers<Network, tile, T> hidden;
    predict<Network, tile>(p, x, hidden, y);
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
