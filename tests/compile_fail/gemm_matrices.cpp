// Matrices for views.
// expect-gcc: use of deleted function .*gemm_nn
// expect-clang: call to deleted function 'gemm_nn'
// expect: gemm_nn\(a\.view\(\), b\.view\(\), out\.view\(\)\): out = a b, of views
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
    const hg::matrix<float, 2, 3> w;
    hg::matrix<float, 8, 3> out;
#ifdef WELL_FORMED
    hg::gemm_nn(x.view(), w.view(), out.view());
#else
    hg::gemm_nn(x, w, out);
#endif
    return p[0] > x(0, 0) + static_cast<float>(label[0]) + ws.parameter_gradient()[0];
}
