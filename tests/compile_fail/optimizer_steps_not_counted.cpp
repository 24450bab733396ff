// Adam with an array for its state, which does not count the steps.
// expect: this optimizer changes with the number of the step, so its state must count them, as an
// expect: optimizer_state<Optimizer, Net::parameter_count> does and an array does not
// expect: steps_not_counted<.*adam, .*array<float, 232
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    const hg::adam step{.rate = 0.1};
#ifdef WELL_FORMED
    hg::optimizer_state<hg::adam, net::parameter_count> state;
#else
    std::array<float, 2 * net::parameter_count> state{};
#endif
    step(p, gradient, state);
    return p[0] > 0;
}
