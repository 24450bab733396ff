// A training step written by hand around LIBXSMM's kernels.
#include <tasks.hpp>

#include "../../peers/libxsmm.hpp"
#include "../../peers/trained_by_hand.hpp"

namespace bench {

template <class Task>
using by_libxsmm = trained_by_hand<Task, libxsmm_products>;

[[maybe_unused]] static const bool entered = enter_all<by_libxsmm>(tasks{});

} // namespace bench
