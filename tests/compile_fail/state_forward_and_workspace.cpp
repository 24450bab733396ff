// forward with a state behind the workspace.
// expect: this network looks from step to step: say of how many sequences the rows are the steps
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<2> state;
    static net::workspace<2 * hg::steps(4)> ws;
#ifdef WELL_FORMED
    p[0] = net::forward(p, hg::going_on(x, state), ws)(0, 0);
#else
    net::forward(p, x, ws, state);
#endif
    return p[0] > 0 || state.steps() > 0;
}
