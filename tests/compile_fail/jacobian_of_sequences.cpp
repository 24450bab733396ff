// The jacobian of a network with a memory.
// expect: a jacobian is that of one row, and this network looks from step to step
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
#ifdef WELL_FORMED
    p[0] = hg::jvp(p, p, hg::sequences<1>(x.row(0)), x.row(0)).dy(0, 0);
#else
    p[0] = hg::jacobian(p, x.row(0))(0, 0);
#endif
    return p[0] > 0;
}
