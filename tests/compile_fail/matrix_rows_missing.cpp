// One row for a matrix of two.
// expect: a matrix must be given as many rows, each in its braces, as it has rows
// expect: 1 == 2
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
#ifdef WELL_FORMED
    const hg::matrix<float, 2, 3> a{{1, 2, 3}, {4, 5, 6}};
#else
    const hg::matrix<float, 2, 3> a{{1, 2, 3}};
#endif
    return a(1, 2) > 0;
}
