// The elementary functions.
#include "contest.hpp"

namespace bench {

using namespace math_functions;

[[maybe_unused]] static const bool entered[] = {
    contest<task<exponential, -10, 10>>(),
    contest<task<logarithm, 0, 20>>(),
    contest<task<hyperbolic_tangent, -5, 5>>(),
    contest<task<logistic, -8, 8>>(),
    contest<task<sine, -10, 10>>(),
    contest<task<cosine, -10, 10>>(),
};

} // namespace bench
