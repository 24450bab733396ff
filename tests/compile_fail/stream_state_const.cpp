// stream from a state that is const.
// expect: this argument is written to: it must not be const
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    float y[16] = {};
#ifdef WELL_FORMED
    net::state<1> state;
    net::stream(p, x.data(), y, 8, state);
#else
    const net::state<1> state;
    net::stream(p, x.data(), y, 8, state);
#endif
    return y[0] > 0 || state.steps() > 0;
}
