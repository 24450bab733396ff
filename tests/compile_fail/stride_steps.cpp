// 9 steps where layers make one row of two.
// expect: the layers of this network make one row of so many steps, of which a batch must have a whole
// expect: batch_steps<9>, .*layers_stride<2>
#include <handgrad/handgrad.hpp>

#include "own/halved.hpp"

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, halved<4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    const hg::matrix<float, 8, 3> x;
    p[0] = net::forward(p, hg::sequences<1>(x))(0, 0);
#else
    const hg::matrix<float, 9, 3> x;
    p[0] = net::forward(p, hg::sequences<1>(x))(0, 0);
#endif
    return p[0] > 0;
}
