/// A network in plain loops.
#pragma once

#include "../../loops.hpp"
#include "../by_hand.hpp"

namespace bench {

template <class Task>
using by_row_loops = predicted_by_hand<Task, row_loops>;
template <class Task>
using by_tile_loops = predicted_by_hand<Task, tile_loops>;

} // namespace bench
