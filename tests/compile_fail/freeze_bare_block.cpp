// A block, which may be that of several networks.
// expect: a block of parameters does not say which network it belongs to
// expect: block_without_network
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 6, 3>;

int main() {
    net::block<> p;
#ifdef WELL_FORMED
    const auto f = hg::freeze(hg::parameters<net>(p));
#else
    const auto f = hg::freeze(p);
#endif
    return f.forward(hg::row(0.5f, 0.5f))(0, 0) > 0;
}
