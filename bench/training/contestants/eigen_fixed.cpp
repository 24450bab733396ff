// Eigen with fixed sizes.
#include <tasks.hpp>

#include "../../peers/trained_by_eigen.hpp"

namespace bench {

[[maybe_unused]] static const bool entered = enter_all<by_eigen_fixed>(tasks{});

} // namespace bench
