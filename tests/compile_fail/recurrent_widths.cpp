// A gru whose inputs do not fit.
// expect: a layer must expect as many inputs as the layer before it produces
// expect: shape_mismatch<.*layer_number<2>, .*produces<4>, .*expects<5>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::gru<3, 4>, hg::gru<4, 4>>;
#else
using net = hg::network<hg::gru<3, 4>, hg::gru<5, 4>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
