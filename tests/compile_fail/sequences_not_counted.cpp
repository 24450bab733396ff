// sequences(x) where no workspace says how many steps one has.
// expect: nobody says how many sequences these rows are
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
#ifdef WELL_FORMED
    p[0] = net::forward(p, hg::sequences<2>(x))(0, 0);
#else
    p[0] = net::forward(p, hg::sequences(x))(0, 0);
#endif
    return p[0] > 0;
}
