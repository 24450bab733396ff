// An input gradient that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*matrix<float, 8, 2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    hg::parameters<net> gradient;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<int, 8, 1> label;
    static net::workspace<8> ws;
#ifdef WELL_FORMED
    hg::matrix<float, 8, 2> dx;
    net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws, dx);
#else
    const hg::matrix<float, 8, 2> dx;
    net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws, dx);
#endif
    return p[0] > 0;
}
