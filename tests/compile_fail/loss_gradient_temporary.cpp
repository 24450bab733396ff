// A loss by hand whose gradient goes to a matrix without a name.
// expect: this argument is written to, but is a temporary, gone after the call: name it first
// expect: written_temporary<.*matrix<float, 4, 2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    const hg::matrix<float, 4, 2> z;
    const hg::matrix<int, 4, 1> label;
#ifdef WELL_FORMED
    hg::matrix<float, 4, 2> g;
    const float sum = hg::softmax_cross_entropy{}(0, z, label, 0.25f, g);
#else
    const float sum = hg::softmax_cross_entropy{}(0, z, label, 0.25f, hg::matrix<float, 4, 2>{});
#endif
    return sum > 1;
}
