// momentum called without its state.
// expect: this optimizer keeps a state: pass an optimizer_state<Optimizer, Net::parameter_count> as the
// expect: last argument
// expect-gcc: \(116 == 0\)
// expect: state_missing<.*momentum, .*wants_numbers<116>
// expect-clang: '116 == 0'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    const hg::momentum step{.rate = 0.1, .momentum = 0.9};
#ifdef WELL_FORMED
    hg::optimizer_state<hg::momentum, net::parameter_count> state;
    step(p, gradient, state);
#else
    step(p, gradient);
#endif
    return p[0] > 0;
}
