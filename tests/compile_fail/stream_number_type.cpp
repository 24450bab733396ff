// stream of doubles through parameters of floats.
// expect: the numbers of a batch must have the type of the parameters. numbers
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
    const double z[24] = {};
    net::stream(p, z, y, 8, state);
#endif
    return y[0] > 0 || state.steps() > 0;
}
