// An lstm without a width of its own.
// expect: a layer must have at least one output
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::lstm<3, 4>>;
#else
using net = hg::network<hg::lstm<3>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
