// A step whose state may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*state_block<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;
using state = hg::optimizer_state<hg::adam, net::parameter_count>;

int main() {
    hg::parameters<net> p;
    hg::parameters<net> gradient;
#ifdef WELL_FORMED
    state kept;
    hg::adam{}(p, gradient, kept);
#else
    const state kept;
    hg::adam{}(p, gradient, kept);
#endif
    return p[0] > 0;
}
