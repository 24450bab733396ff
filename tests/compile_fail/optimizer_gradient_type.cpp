// A gradient of double for parameters of float.
// expect: parameters, gradient and state must have numbers of one type
// expect: number_type_mismatch<float, double>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    const hg::parameters<net> gradient;
#else
    const hg::parameters<net, double> gradient;
#endif
    const hg::sgd step{.rate = 0.1};
    step(p, gradient);
    return p[0] > 0;
}
