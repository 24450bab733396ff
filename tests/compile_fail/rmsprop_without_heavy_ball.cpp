// A momentum for the RMSprop that has none.
// expect: error: (use of deleted function |conversion function from .double. to .*invokes a deleted).*
// expect: no_momentum
#include <handgrad/optimizer/rmsprop.hpp>

namespace hg = handgrad;

int main() {
#ifdef WELL_FORMED
    const hg::rmsprop_momentum step{.rate = 0.1, .momentum = 0.5};
#else
    const hg::rmsprop step{.rate = 0.1, .momentum = 0.5};
#endif
    return step.rate > 0;
}
