// Class weights for a loss that knows no classes.
// expect: this loss takes no class weights
// expect: class_weighted<.*mean_squared_error, 3>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
#ifdef WELL_FORMED
    const hg::class_weighted loss(hg::soft_cross_entropy{}, {1, 2, 1});
#else
    const hg::class_weighted loss(hg::mean_squared_error{}, {1, 2, 1});
#endif
    return loss.classes == 4;
}
