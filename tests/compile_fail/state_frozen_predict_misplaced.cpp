// The same of a frozen network.
// expect: a state stands where the workspace does: it goes with the batch, hg::going_on\(x, state\)
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<2> state;
    const auto f = hg::freeze(p);
    hg::matrix<float, 8, 2> y;
#ifdef WELL_FORMED
    f.predict(x, y, state);
#else
    f.predict(x, state, y);
#endif
    return p[0] > 0 || state.steps() > 0;
}
