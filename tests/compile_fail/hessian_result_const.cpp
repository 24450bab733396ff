// A product with the Hessian that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*parameters<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<int, 8, 1> label;
    static hg::dual_workspace<net, 8> ws;
#ifdef WELL_FORMED
    hg::parameters<net> Hv;
    hg::hessian_vector_product(hg::softmax_cross_entropy{}, p, p, x, label, ws, Hv);
#else
    const hg::parameters<net> Hv;
    hg::hessian_vector_product(hg::softmax_cross_entropy{}, p, p, x, label, ws, Hv);
#endif
    return p[0] > 0;
}
