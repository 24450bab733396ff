// The batch before the parameters.
// expect: the parameters of a network, and the gradient, are of type parameters<Net>
// expect: not_parameters<.*matrix<float, 8, 2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    const auto y = net::forward(p, x);
#else
    const auto y = net::forward(x, p);
#endif
    return y(0, 0) > 0;
}
