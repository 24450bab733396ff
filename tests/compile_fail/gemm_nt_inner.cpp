// G W^T with G (8, 5) and W (3, 4).
// expect: G W\^T: G must have as many columns as W
// expect-gcc: \(5 == 4\)
// expect-clang: '5 == 4'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int columns = 5;
#else
constexpr int columns = 4;
#endif

int main() {
    const hg::matrix<double, 8, 5> g;
    const hg::matrix<double, 3, columns> w;
    hg::matrix<double, 8, 3> dz;
    hg::gemm_nt(g.view(), w.view(), dz.view());
    return dz(7, 2) > 0;
}
