// A network written by hand around LIBXSMM's kernels.
#include <tasks.hpp>

#include "../../peers/libxsmm.hpp"
#include "../../peers/predicted_by_hand.hpp"

namespace bench {

template <class Task>
using by_libxsmm = predicted_by_hand<Task, libxsmm_products>;

[[maybe_unused]] static const bool entered = enter_all<by_libxsmm>(tasks{});

} // namespace bench
