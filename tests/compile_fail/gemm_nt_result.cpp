// G W^T with G (8, 5) and W (3, 5) to a matrix (3, 8).
// expect: out = G W\^T: it must have as many rows as G
// expect-gcc: \(3 == 8\)
// expect-clang: '3 == 8'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    const hg::matrix<double, 8, 5> g;
    const hg::matrix<double, 3, 5> w;
#ifdef WELL_FORMED
    hg::matrix<double, 8, 3> dz;
#else
    hg::matrix<double, 3, 8> dz;
#endif
    hg::gemm_nt(g.view(), w.view(), dz.view());
    return dz(2, 2) > 0;
}
