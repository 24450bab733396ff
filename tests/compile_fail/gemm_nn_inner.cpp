// Z W with Z (2, 3) and W (4, 5).
// expect: Z W: Z must have as many columns as W has rows
// expect-gcc: \(3 == 4\)
// expect-clang: '3 == 4'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int rows = 3;
#else
constexpr int rows = 4;
#endif

int main() {
    const hg::matrix<float, 2, 3> z;
    const hg::matrix<float, rows, 5> w;
    hg::matrix<float, 2, 5> y;
    hg::gemm_nn(z.view(), w.view(), y.view());
    return y(1, 4) > 0;
}
