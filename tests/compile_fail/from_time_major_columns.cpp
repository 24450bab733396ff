// Sequences of three features to a place for two.
// expect: the sequences in the order of time and those one after the other are of one type of number
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    const hg::matrix<float, 6, 3> x;
#ifdef WELL_FORMED
    hg::matrix<float, 6, 3> to;
#else
    hg::matrix<float, 6, 2> to;
#endif
    hg::from_time_major<2>(x, to);
    return to(0, 0) > 0;
}
