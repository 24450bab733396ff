// A matrix constructed as if its size were not in its type.
// expect: a matrix is given row by row, each in its braces: {{1, 2, 3}, {4, 5, 6}}
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
#ifdef WELL_FORMED
    hg::matrix<float, 2, 3> a;
#else
    hg::matrix<float, 2, 3> a(2, 3);
#endif
    a(1, 2) = 1;
    return a(1, 2) > 0;
}
