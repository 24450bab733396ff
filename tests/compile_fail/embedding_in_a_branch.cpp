// An embedding beside another layer.
// expect: an embedding takes tokens: it must be the first layer of a network, not
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::embedding<9, 3>, hg::add<hg::dense<3, 2>, hg::dense<3, 2>>>;
#else
using net = hg::network<hg::add<hg::dense<1, 2>, hg::embedding<9, 2>>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
