// Z W with Z (2, 3) and W (3, 5) to a matrix (2, 4).
// expect: out = Z W: it must have as many columns as W
// expect-gcc: \(4 == 5\)
// expect-clang: 4 == 5
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int columns = 5;
#else
constexpr int columns = 4;
#endif

int main() {
    const hg::matrix<float, 2, 3> z;
    const hg::matrix<float, 3, 5> w;
    hg::matrix<float, 2, columns> y;
    hg::gemm_nn(z.view(), w.view(), y.view());
    return y(1, 3) > 0;
}
