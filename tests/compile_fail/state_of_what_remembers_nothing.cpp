// A state for a network that remembers nothing.
// expect: this network remembers nothing
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;
using plain = hg::mlp<hg::relu, 3, 4, 2>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<2> state;
    const hg::parameters<plain> q;
#ifdef WELL_FORMED
    p[0] = plain::forward(q, x)(0, 0);
#else
    p[0] = plain::forward(q, hg::going_on(x, state))(0, 0);
#endif
    return p[0] > 0 || state.steps() > 0;
}
