// A frozen network with a memory, forward of a plain row.
// expect: this network looks from step to step: say of how many sequences the rows are the steps
// expect: hg::sequences<B>\(x\), or hg::going_on\(x, state\) with a Net::state<B>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    const auto f = hg::freeze(p);
#ifdef WELL_FORMED
    p[0] = f.forward(hg::sequences<2>(x))(0, 0);
#else
    p[0] = f.forward(x)(0, 0);
#endif
    return p[0] > 0;
}
