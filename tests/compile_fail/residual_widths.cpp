// A residual layer whose layers do not come back to the width of its input.
// expect: a residual layer adds its input to what its layers produce, which must be as many numbers: else
// expect: project the input, projected_residual<Layers...>
// expect: skip_mismatch<.*produces<32>, .*inputs<16>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int width = 16;
#else
constexpr int width = 32;
#endif
using block = hg::residual<hg::dense<16, 64, hg::relu>, hg::dense<64, width>>;
using net = hg::network<hg::dense<4, 16>, block, hg::dense<width, 2>>;

int main() {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng);
    net::workspace<8> ws;
    const hg::matrix<float, 8, 4> x;
    const hg::matrix<float, 8, 2> y = net::forward(p, x, ws);
    return y(0, 0) > 0;
}
