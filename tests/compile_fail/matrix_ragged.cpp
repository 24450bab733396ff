// A second row that is shorter than the first.
// expect: every row of a matrix must be given as many numbers as the matrix has columns
// expect: matrix.*3, 2
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
#ifdef WELL_FORMED
    const hg::matrix<float, 2, 3> a{{1, 2, 3}, {4, 5, 6}};
#else
    const hg::matrix<float, 2, 3> a{{1, 2, 3}, {4, 5}};
#endif
    return a(1, 2) > 0;
}
