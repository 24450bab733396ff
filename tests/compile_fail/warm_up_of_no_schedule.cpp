// A rate in the place of the schedule that follows a warm-up.
// expect: what follows a warm-up must be a schedule: double operator\(\)\(int64_t k\) const, in a trivially
// expect: copyable type
#include <handgrad/schedule/linear_warm_up.hpp>

namespace hg = handgrad;

int main() {
#ifdef WELL_FORMED
    const hg::linear_warm_up<hg::constant_rate> schedule{.steps = 10, .after = {.rate = 0.1}};
#else
    const hg::linear_warm_up<double> schedule{.steps = 10, .after = 0.1};
#endif
    return schedule.steps > 10;
}
