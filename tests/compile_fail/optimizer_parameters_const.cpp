// A step on parameters that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*parameters<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> gradient;
#ifdef WELL_FORMED
    hg::parameters<net> p;
    hg::sgd{.rate = 0.1}(p, gradient);
#else
    const hg::parameters<net> p;
    hg::sgd{.rate = 0.1}(p, gradient);
#endif
    return p[0] > 0;
}
