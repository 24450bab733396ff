// stream of a frozen network that looks ahead.
// expect: this network looks ahead, as bidirectional layers do: its sequences are whole
#include <handgrad/handgrad.hpp>

#include "own/next.hpp"

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, next<4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<1> state;
    float y[16] = {};
    const auto f = hg::freeze(p);
#ifdef WELL_FORMED
    f.predict(hg::sequences<2>(x), hg::view<float, 8, 2>(y));
#else
    f.stream(x.data(), y, 8, state);
#endif
    return y[0] > 0 || state.steps() > 0;
}
