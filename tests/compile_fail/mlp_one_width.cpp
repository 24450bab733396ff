// An mlp of one width, which has no layer.
// expect: an mlp must have at least an input and an output width
// expect-gcc: \(1 > 1\)
// expect-clang: too_few_widths<.*widths<1>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::mlp<hg::relu, 784, 10>;
#else
using net = hg::mlp<hg::relu, 784>;
#endif

int main() {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng);
    const hg::matrix<float, 8, 784> x;
    const auto y = net::forward(p, x);
    return y(7, 0) > 0;
}
