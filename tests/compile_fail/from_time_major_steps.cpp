// Six rows are no whole number of steps of four sequences.
// expect: the rows are as many steps of each of the sequences, one at least: from_time_major<B>\(x, to\)
// expect: no_steps_of_each_sequence<6, 4>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    const hg::matrix<float, 6, 3> x;
    hg::matrix<float, 6, 3> to;
#ifdef WELL_FORMED
    hg::from_time_major<3>(x, to);
#else
    hg::from_time_major<4>(x, to);
#endif
    return to(0, 0) > 0;
}
