// 8 rows, in a workspace for sequences of 3 steps.
// expect: whole sequences, of as many steps as the workspace is for
// expect: batch_rows<8>, .*workspace_steps<3>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    const hg::matrix<float, 8, 2> target;
#ifdef WELL_FORMED
    static net::workspace<2 * hg::steps(4)> ws;
    net::train_step(hg::mean_squared_error{}, hg::sgd{}, p, hg::sequences(x), target, ws);
#else
    static net::workspace<2 * hg::steps(3)> ws;
    net::train_step(hg::mean_squared_error{}, hg::sgd{}, p, hg::sequences(x), target, ws);
#endif
    return p[0] > 0;
}
