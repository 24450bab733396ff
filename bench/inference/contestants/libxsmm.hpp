/// A network written by hand around LIBXSMM's kernels.
#pragma once

#include "../../libxsmm.hpp"
#include "../by_hand.hpp"

namespace bench {

template <class Task>
using by_libxsmm = predicted_by_hand<Task, libxsmm_products>;

} // namespace bench
