// A width in the place of a layer.
// expect: this is no layer: it lacks a public `static constexpr int inputs`
// expect: not_a_layer<.*layer_number<2>, int>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using second = hg::dense<16, 4>;
#else
using second = int;
#endif
using net = hg::network<hg::dense<2, 16, hg::relu>, second>;

int main() {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng);
    const auto y = net::forward(p, hg::row(0.5f, 0.5f));
    return y(0, 3) > 0;
}
