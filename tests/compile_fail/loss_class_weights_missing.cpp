// Two weights for a loss that was said to have three classes.
// expect: class_weighted<Loss, Classes> needs one weight for each class
// expect-gcc: \(2 == 3\)
// expect-clang: '2 == 3'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
#ifdef WELL_FORMED
    const hg::class_weighted<hg::hinge, 3> loss(hg::hinge{}, {1, 2, 1});
#else
    const hg::class_weighted<hg::hinge, 3> loss(hg::hinge{}, {1, 2});
#endif
    return loss.classes == 4;
}
