/// A training step written by hand around LIBXSMM's kernels.
#pragma once

#include "../../libxsmm.hpp"
#include "../by_hand.hpp"

namespace bench {

template <class Task, int Batch>
using by_libxsmm = trained_by_hand<Task, Batch, libxsmm_products>;

} // namespace bench
