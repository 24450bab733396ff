// A state that is const.
// expect: this argument is written to: it must not be const
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
    const net::state<2> theirs;
    p[0] = net::forward(p, hg::going_on(x, theirs))(0, 0);
#endif
    return p[0] > 0 || state.steps() > 0;
}
