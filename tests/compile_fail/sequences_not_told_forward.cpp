// A network with a memory, forward, and nobody says which sequences the rows are.
// expect: this network looks from step to step: say of how many sequences the rows are the steps
// expect: hg::sequences<B>\(x\), or hg::going_on\(x, state\) with a Net::state<B>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
#ifdef WELL_FORMED
    p[0] = net::forward(p, hg::sequences<2>(x))(0, 0);
#else
    p[0] = net::forward(p, x)(0, 0);
#endif
    return p[0] > 0;
}
