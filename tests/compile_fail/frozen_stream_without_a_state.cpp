// stream of a frozen network without a state.
// expect: stream\(x, y, count, state\)
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<1> state;
    float y[16] = {};
    const auto f = hg::freeze(p);
#ifdef WELL_FORMED
    f.stream(x.data(), y, 8, state);
#else
    f.stream(x.data(), y, 8);
#endif
    return y[0] > 0 || state.steps() > 0;
}
