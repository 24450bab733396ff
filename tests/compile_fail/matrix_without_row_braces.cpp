// Six numbers in one pair of braces.
// expect: a matrix is given row by row, each in its braces: {{1, 2, 3}, {4, 5, 6}}
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
#ifdef WELL_FORMED
    const hg::matrix<float, 2, 3> a{{1, 2, 3}, {4, 5, 6}};
#else
    const hg::matrix<float, 2, 3> a{1, 2, 3, 4, 5, 6};
#endif
    return a(1, 2) > 0;
}
