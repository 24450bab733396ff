// An activation given to fixed, which is for layers.
// expect: an activation is no layer: it is the third argument of dense, dense<In, Out, relu>
// expect: not_a_layer<(handgrad::)?(isa_.*::)?(mistake::)?layer_number<2>, (handgrad::)?(isa_.*::)?cos>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using second = hg::activate<3, hg::cos>;
#else
using second = hg::cos;
#endif
using net = hg::network<hg::dense<2, 3>, hg::fixed<second>, hg::dense<3, 1>>;

int main() {
    const hg::parameters<net> p;
    return net::forward(p, hg::row(1.0f, 2.0f))(0, 0) > 0;
}
