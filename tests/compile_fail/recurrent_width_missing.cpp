// A gru without widths.
// expect: a layer must have at least one input
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::gru<3, 4>>;
#else
using net = hg::network<hg::gru<>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
