// predict of a network with a memory, in a workspace, of a plain matrix.
// expect: this network looks from step to step: say of how many sequences the rows are the steps
// expect: hg::sequences<B>\(x\), or hg::going_on\(x, state\) with a Net::state<B>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    static net::workspace<2 * hg::steps(4)> ws;
    hg::matrix<float, 8, 2> y;
#ifdef WELL_FORMED
    net::predict(p, hg::sequences(x), ws, y);
#else
    net::predict(p, x, ws, y);
#endif
    return p[0] > 0;
}
