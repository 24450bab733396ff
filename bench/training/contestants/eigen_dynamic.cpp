// Eigen with sizes that it is told at run time.
#include <tasks.hpp>

#include "../../peers/trained_by_eigen.hpp"

namespace bench {

[[maybe_unused]] static const bool entered = enter_all<by_eigen_dynamic>(tasks{});

} // namespace bench
