// The gradient of another network.
// expect: an optimizer needs as many numbers of gradient as there are parameters
// expect: gradient_size_mismatch<.*gradient_numbers<68>, .*parameter_numbers<116>
// expect-gcc: \(68 == 116\)
// expect-clang: '68 == 116'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;
using other = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    const hg::parameters<net> gradient;
#else
    const hg::parameters<hg::network<hg::dense<16, 4>>> gradient;
#endif
    const hg::sgd step{.rate = 0.1};
    step(p, gradient);
    return p[0] > 0;
}
