// A point of the curve BENCH_CURVE, at BENCH_POINT: compiled once for each.
#include "contest.hpp"

namespace bench {

[[maybe_unused]] static const bool entered =
    enter_point<perceptron<hg::relu, BENCH_WIDTHS>, BENCH_STEP_BATCH, BENCH_FORWARD_BATCH>(BENCH_CURVE,
                                                                                           BENCH_POINT);

} // namespace bench
