// Matrices of different shapes that are compared.
// expect: = delete; // not of one type and shape
// expect: x == y
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    hg::matrix<float, 4, 2> x;
#ifdef WELL_FORMED
    hg::matrix<float, 4, 2> y;
#else
    hg::matrix<float, 2, 4> y;
#endif
    return x == y;
}
