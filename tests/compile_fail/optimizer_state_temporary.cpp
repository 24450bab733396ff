// A step whose state nobody keeps.
// expect: this argument is written to, but is a temporary, gone after the call: name it first
// expect: written_temporary<.*state_block<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;
using state = hg::optimizer_state<hg::adam, net::parameter_count>;

int main() {
    hg::parameters<net> p;
    hg::parameters<net> gradient;
    state kept;
#ifdef WELL_FORMED
    hg::adam{}(p, gradient, kept);
#else
    hg::adam{}(p, gradient, state{});
#endif
    return p[0] > static_cast<float>(kept.steps());
}
