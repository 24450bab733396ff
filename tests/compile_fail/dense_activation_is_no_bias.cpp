// no_bias as the third argument, where the activation belongs.
// expect: the third argument of dense is the activation, the fourth is bias or no_bias: dense<In, Out,
// expect: identity, no_bias>
// expect: not_an_activation<.*dense<784, 10, .*no_bias
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<784, 10, hg::identity, hg::no_bias>>;
#else
using net = hg::network<hg::dense<784, 10, hg::no_bias>>;
#endif

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 784> x;
    const auto y = net::forward(p, x);
    return y(0, 9) > 0;
}
