// An embedding with a skip around it.
// expect: an embedding takes tokens: it must be the first layer of a network, not
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::embedding<9, 1>, hg::residual<hg::dense<1, 1>>>;
#else
using net = hg::network<hg::residual<hg::embedding<9, 1>>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
