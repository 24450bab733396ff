// A network without layers.
// expect: a network must have at least one layer
// expect: empty_network<.*layers<0>
// expect-gcc: \(0 > 0\)
// expect-clang: '0 > 0'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<2, 1>>;
#else
using net = hg::network<>;
#endif

int main() {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng);
    const auto y = net::forward(p, hg::row(0.5f, 0.5f));
    return y(0, 0) > 0 && p.weights<1>()(0, 0) > 0;
}
