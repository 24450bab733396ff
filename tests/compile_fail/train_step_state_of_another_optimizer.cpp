// A state of as many numbers, which mean something else.
// expect: this state is that of another optimizer
// expect: state_of_another_optimizer<.*adamw, .*state_block<float, 232,
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

#ifdef WELL_FORMED
using chosen = hg::adamw;
#else
using chosen = hg::adam;
#endif

int main() {
    static hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<int, 8, 1> label;
    static hg::optimizer_state<chosen, net::parameter_count> state;
    return net::train_step(hg::softmax_cross_entropy{}, hg::adamw{}, p, x, label, ws, state) > 0.5f;
}
