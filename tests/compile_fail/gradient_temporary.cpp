// A gradient that nobody keeps.
// expect: value_and_gradient\(loss, p, x, target, gradient, ws\), ws a variable
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
    net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
#else
    net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, hg::parameters<net>{}, ws);
#endif
    return p[0] > gradient[0];
}
