// Z^T G with Z (8, 3) and G (8, 5) to a matrix (8, 5).
// expect: out = Z\^T G: it must have as many rows as Z has columns
// expect-gcc: \(8 == 3\)
// expect-clang: '8 == 3'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int rows = 3;
#else
constexpr int rows = 8;
#endif

int main() {
    const hg::matrix<float, 8, 3> z;
    const hg::matrix<float, 8, 5> g;
    hg::matrix<float, rows, 5> dw;
    hg::gemm_tn(z.view(), g.view(), dw.view());
    return dw(2, 4) > 0;
}
