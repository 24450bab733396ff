/// A training step in plain loops.
#pragma once

#include "../../loops.hpp"
#include "../by_hand.hpp"

namespace bench {

template <class Task, int Batch>
using by_row_loops = trained_by_hand<Task, Batch, row_loops>;
template <class Task, int Batch>
using by_tile_loops = trained_by_hand<Task, Batch, tile_loops>;

} // namespace bench
