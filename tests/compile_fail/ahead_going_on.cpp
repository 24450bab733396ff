// A network that looks ahead, from a state on.
// expect: this network looks ahead, as bidirectional layers do: its sequences are whole
#include <handgrad/handgrad.hpp>

#include "own/next.hpp"

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, next<4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<2> state;
#ifdef WELL_FORMED
    p[0] = net::forward(p, hg::sequences<2>(x))(0, 0);
#else
    p[0] = net::forward(p, hg::going_on(x, state))(0, 0);
#endif
    return p[0] > 0 || state.steps() > 0;
}
