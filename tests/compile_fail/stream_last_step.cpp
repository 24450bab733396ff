// stream of a network that makes one row of a block.
// expect: this network makes one row of a whole block, as last_step does: use forward or predict
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::last_step<4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<1> state;
    float y[16] = {};
#ifdef WELL_FORMED
    net::predict(p, hg::going_on(x, state), hg::view<float, 1, 2>(y));
#else
    net::stream(p, x.data(), y, 8, state);
#endif
    return y[0] > 0 || state.steps() > 0;
}
