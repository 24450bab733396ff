// A gru behind last_step.
// expect: a layer with a memory must see every step of a sequence
// expect: layer_number<3>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::gru<3, 4>, hg::gru<4, 4>, hg::last_step<4>>;
#else
using net = hg::network<hg::gru<3, 4>, hg::last_step<4>, hg::gru<4, 4>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
