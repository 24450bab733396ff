// A target for each sequence, where the network makes a row of each step.
// expect: this network makes a row of each step, and these are targets of whole
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    static net::workspace<2 * hg::steps(4)> ws;
#ifdef WELL_FORMED
    const hg::matrix<float, 8, 2> target;
    net::train_step(hg::mean_squared_error{}, hg::sgd{}, p, hg::sequences<2>(x), target, ws);
#else
    const hg::matrix<float, 2, 2> target;
    net::train_step(hg::mean_squared_error{}, hg::sgd{}, p, hg::sequences<2>(x), target, ws);
#endif
    return p[0] > 0;
}
