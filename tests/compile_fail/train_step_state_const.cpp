// A state that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*state_block<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;
using state = hg::optimizer_state<hg::adam, net::parameter_count>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<int, 8, 1> label;
    static net::workspace<8> ws;
#ifdef WELL_FORMED
    state kept;
    net::train_step(hg::softmax_cross_entropy{}, hg::adam{}, p, x, label, ws, kept);
#else
    const state kept;
    net::train_step(hg::softmax_cross_entropy{}, hg::adam{}, p, x, label, ws, kept);
#endif
    return p[0] > 0;
}
