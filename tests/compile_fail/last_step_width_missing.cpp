// last_step without its width.
// expect: a layer must have at least one input
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::gru<3, 4>, hg::last_step<4>>;
#else
using net = hg::network<hg::gru<3, 4>, hg::last_step<>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
