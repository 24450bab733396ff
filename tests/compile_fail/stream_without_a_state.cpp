// stream without a state.
// expect: stream\(p, x, y, count, state\)
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<1> state;
    float y[16] = {};
#ifdef WELL_FORMED
    net::stream(p, x.data(), y, 8, state);
#else
    net::stream(p, x.data(), y, 8);
#endif
    return y[0] > 0 || state.steps() > 0;
}
