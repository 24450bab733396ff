// Z^T G with Z (8, 3) and G (7, 5).
// expect: Z\^T G: Z must have as many rows as G
// expect-gcc: \(8 == 7\)
// expect-clang: '8 == 7'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int rows = 8;
#else
constexpr int rows = 7;
#endif

int main() {
    const hg::matrix<float, 8, 3> z;
    const hg::matrix<float, rows, 5> g;
    hg::matrix<float, 3, 5> dw;
    hg::gemm_tn<hg::write::accumulate>(z.view(), g.view(), dw.view());
    return dw(2, 4) > 0;
}
