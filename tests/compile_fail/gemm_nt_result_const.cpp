// A product that may not be written.
// expect: out is written to: its numbers must not be const
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

int main() {
    const hg::matrix<float, 8, 3> a;
    const hg::matrix<float, 2, 3> b;
#ifdef WELL_FORMED
    hg::matrix<float, 8, 2> out;
#else
    const hg::matrix<float, 8, 2> out;
#endif
    hg::gemm_nt(a.view(), b.view(), out.view());
    return out(0, 0) > 0;
}
