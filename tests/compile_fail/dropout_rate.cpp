// A dropout that keeps nothing.
// expect: the rate of a dropout layer is a std::ratio from 0 to less than 1
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using rate = std::ratio<1, 5>;
#else
using rate = std::ratio<5, 1>;
#endif
using net = hg::network<hg::dense<8, 4, hg::relu>, hg::dropout<4, rate>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 8> x;
    const hg::matrix<float, 1, 2> y = net::forward(p, x);
    return y(0, 0) > 0;
}
