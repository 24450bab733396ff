// A target for each step, where the network ends in last_step.
// expect: one row of each sequence is compared with a target, and these are targets
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::last_step<4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    static net::workspace<2 * hg::steps(4)> ws;
#ifdef WELL_FORMED
    const hg::matrix<float, 2, 2> target;
    net::train_step(hg::mean_squared_error{}, hg::sgd{}, p, hg::sequences<2>(x), target, ws);
#else
    const hg::matrix<float, 8, 2> target;
    net::train_step(hg::mean_squared_error{}, hg::sgd{}, p, hg::sequences<2>(x), target, ws);
#endif
    return p[0] > 0;
}
