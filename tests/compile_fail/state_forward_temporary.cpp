// forward(p, x, state) with a state that is a temporary.
// expect: forward\(p, x, state\)
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<2> state;
#ifdef WELL_FORMED
    p[0] = net::forward(p, hg::going_on(x, state))(0, 0);
#else
    p[0] = net::forward(p, x, net::state<2>{})(0, 0);
#endif
    return p[0] > 0 || state.steps() > 0;
}
