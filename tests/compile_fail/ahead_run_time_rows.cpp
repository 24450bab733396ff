// predict of a network that looks ahead, of steps that only the run time counts.
// expect: this network looks ahead, so that its sequences are not cut: the compiler must know the
#include <handgrad/handgrad.hpp>

#include "own/next.hpp"

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, next<4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    hg::matrix<float, 8, 2> y;
#ifdef WELL_FORMED
    net::predict(p, hg::sequences<2>(x), y);
#else
    net::predict(p, hg::sequences<2>(hg::rows<const float, 3>(x)), y);
#endif
    return p[0] > 0;
}
