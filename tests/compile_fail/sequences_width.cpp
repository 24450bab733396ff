// Sequences of rows of another width.
// expect: a batch must have as many columns as the network has inputs
// expect: columns<2>, .*inputs<3>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
#ifdef WELL_FORMED
    p[0] = net::forward(p, hg::sequences<2>(x))(0, 0);
#else
    const hg::matrix<float, 8, 2> z;
    p[0] = net::forward(p, hg::sequences<2>(z))(0, 0);
#endif
    return p[0] > 0;
}
