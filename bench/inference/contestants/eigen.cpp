// Eigen with weights in either order and each kind of product.
#include <tasks.hpp>

#include "../../peers/predicted_by_eigen.hpp"

namespace bench {

[[maybe_unused]] static const bool entered[] = {
    enter_all<by_eigen_rows>(tasks{}), enter_all<by_eigen_columns>(tasks{}),
    enter_all<by_eigen_rows_lazy>(tasks{}), enter_all<by_eigen_columns_lazy>(tasks{}),
    enter_all<by_eigen_rows_summed>(tasks{})};

} // namespace bench
