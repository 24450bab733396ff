// The product of no loss.
// expect-gcc: use of deleted function .*hessian_vector_product
// expect-clang: call to deleted function 'hessian_vector_product'
// expect: \(loss, p, v, x, target, ws, Hv\): v and Hv are parameters
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
#ifdef WELL_FORMED
    p = hg::hessian_vector_product(hg::softmax_cross_entropy{}, p, p, x, label);
#else
    p = hg::hessian_vector_product(p, p, x, label);
#endif
    return p[0] > x(0, 0) + static_cast<float>(label[0]) + ws.parameter_gradient()[0];
}
