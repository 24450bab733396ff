// A matrix without rows.
// expect: a matrix has at least one row and one column
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int rows = 1;
#else
constexpr int rows = 0;
#endif

int main() {
    hg::matrix<float, rows, 3> a;
    a(0, 2) = 1;
    return a(0, 2) > 0;
}
