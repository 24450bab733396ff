/// The functions that are timed, and between which numbers.
#pragma once

#include "contest.hpp"

namespace bench {

using tasks =
    task_list<task<math_functions::exponential, -10, 10>, task<math_functions::power_of_two, -10, 10>,
              task<math_functions::exponential_less_one, -3, 3>, task<math_functions::logarithm, 0, 20>,
              task<math_functions::logarithm_of_one_more, 0, 10>, task<math_functions::soft_plus, -10, 10>,
              task<math_functions::error_function, -4, 4>, task<math_functions::hyperbolic_tangent, -5, 5>,
              task<math_functions::logistic, -8, 8>, task<math_functions::sine, -10, 10>,
              task<math_functions::cosine, -10, 10>>;

} // namespace bench
