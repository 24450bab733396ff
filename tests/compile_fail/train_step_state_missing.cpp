// momentum without its state.
// expect: this optimizer keeps a state: pass an optimizer_state<Optimizer, Net::parameter_count> as the
// expect: last argument
// expect: state_missing<.*momentum, .*wants_numbers<116>
// expect-gcc: \(116 == 0\)
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
    const hg::momentum step{.rate = 0.1};
    hg::optimizer_state<hg::momentum, net::parameter_count> state;
    const auto loss = net::train_step(hg::softmax_cross_entropy{}, step, p, x, label, ws, state);
#else
    const hg::momentum step{.rate = 0.1};
    const auto loss = net::train_step(hg::softmax_cross_entropy{}, step, p, x, label, ws);
#endif
    return loss > 0.5f;
}
