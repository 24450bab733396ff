// Matrices where the product takes views.
// expect: gemm_nn
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    const hg::matrix<float, 2, 3> z;
    const hg::matrix<float, 3, 5> w;
    hg::matrix<float, 2, 5> y;
#ifdef WELL_FORMED
    hg::gemm_nn(z.view(), w.view(), y.view());
#else
    hg::gemm_nn(z, w, y);
#endif
    return y(1, 4) > 0;
}
