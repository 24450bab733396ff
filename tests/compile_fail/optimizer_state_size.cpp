// The state for another number of parameters.
// expect: the state must be for as many parameters as there are: optimizer_state<Optimizer,
// expect: Net::parameter_count>
// expect: state_size_mismatch<.*state_numbers<100>, .*wants_numbers<116>
// expect-gcc: \(100 == 116\)
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    const hg::momentum step{.rate = 0.1, .momentum = 0.9};
#ifdef WELL_FORMED
    hg::optimizer_state<hg::momentum, net::parameter_count> state;
#else
    hg::optimizer_state<hg::momentum, 100> state;
#endif
    step(p, gradient, state);
    return p[0] > 0;
}
