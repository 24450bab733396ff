// A loss by hand whose gradient goes to a matrix that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*matrix<float, 4, 2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    const hg::matrix<float, 4, 2> z;
    const hg::matrix<int, 4, 1> label;
#ifdef WELL_FORMED
    hg::matrix<float, 4, 2> g;
#else
    const hg::matrix<float, 4, 2> g;
#endif
    const float sum = hg::softmax_cross_entropy{}(0, z, label, 0.25f, g);
    return sum > 1;
}
