// A network whose layers do not fit is frozen: that they do not fit is said once.
// expect: a layer must expect as many inputs as the layer before it produces
// expect: shape_mismatch<.*layer_number<2>, .*produces<16>, .*expects<17>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<2, 17, hg::relu>, hg::dense<17, 4>>;
#else
using net = hg::network<hg::dense<2, 16, hg::relu>, hg::dense<17, 4>>;
#endif

int main() {
    const hg::parameters<net> p;
    const auto f = hg::freeze(p);
    return f.forward(hg::row(0.5f, 0.5f))(0, 3) > 0;
}
