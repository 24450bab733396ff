// A network in plain loops.
#include <tasks.hpp>

#include "../../peers/loops.hpp"
#include "../../peers/predicted_by_hand.hpp"

namespace bench {

template <class Task>
using by_row_loops = predicted_by_hand<Task, row_loops>;
template <class Task>
using by_tile_loops = predicted_by_hand<Task, tile_loops>;

[[maybe_unused]] static const bool entered[] = {enter_all<by_row_loops>(tasks{}),
                                                enter_all<by_tile_loops>(tasks{})};

} // namespace bench
