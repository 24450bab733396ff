// A workspace for 8 rows, for a batch of 2 sequences of 4 steps.
// expect: the workspace must be for sequences of as many steps as the batch has
// expect: workspace_steps<1>, .*batch_steps<4>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    const hg::matrix<float, 8, 2> target;
#ifdef WELL_FORMED
    static net::workspace<2 * hg::steps(4)> ws;
    net::train_step(hg::mean_squared_error{}, hg::sgd{}, p, hg::sequences<2>(x), target, ws);
#else
    static net::workspace<8> ws;
    net::train_step(hg::mean_squared_error{}, hg::sgd{}, p, hg::sequences<2>(x), target, ws);
#endif
    return p[0] > 0;
}
