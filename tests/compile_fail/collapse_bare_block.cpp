// A block, which may be that of several networks.
// expect: a block of parameters does not say which network it belongs to
// expect: block_without_network
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 6>, hg::dense<6, 3>>;

int main() {
    net::block<> p;
    hg::parameters<hg::collapsed<net>> q;
#ifdef WELL_FORMED
    hg::collapse(hg::parameters<net>(p), q);
#else
    hg::collapse(p, q);
#endif
    return q[0] > 0;
}
