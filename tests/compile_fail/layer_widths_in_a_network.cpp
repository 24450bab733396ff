// A network as a layer of another: the mistake is inside it.
// expect: a layer must expect as many inputs as the layer before it produces
// expect: shape_mismatch<.*layer_number<1, 2>, .*produces<4>, .*expects<5>
// expect-gcc: \(4 == 5\)
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int width = 4;
#else
constexpr int width = 5;
#endif
using encoder = hg::network<hg::dense<8, 4, hg::relu>, hg::dense<width, 3>>;
using net = hg::network<encoder, hg::dense<3, 2>>;

int main() {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng);
    net::workspace<2> ws;
    const hg::matrix<float, 1, 8> x;
    const hg::matrix<float, 1, 2> y = net::forward(p, x);
    return y(0, 0) > 0 || sizeof(ws) == 1;
}
