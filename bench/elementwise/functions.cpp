// The elementary functions.
#include "contest.hpp"

namespace bench {

using namespace math_functions;

[[maybe_unused]] static const bool entered[] = {
    contest<task<exponential, -10, 10>>(),
    contest<task<power_of_two, -10, 10>>(),
    contest<task<exponential_less_one, -3, 3>>(),
    contest<task<logarithm, 0, 20>>(),
    contest<task<logarithm_of_one_more, 0, 10>>(),
    contest<task<soft_plus, -10, 10>>(),
    contest<task<error_function, -4, 4>>(),
    contest<task<hyperbolic_tangent, -5, 5>>(),
    contest<task<logistic, -8, 8>>(),
    contest<task<sine, -10, 10>>(),
    contest<task<cosine, -10, 10>>(),
};

} // namespace bench
