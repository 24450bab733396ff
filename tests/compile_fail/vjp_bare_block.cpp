// A block, which may be that of several networks.
// expect: a block of parameters does not say which network it belongs to
// expect: block_without_network
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 6, 3>;

int main() {
    net::block<> p, dp;
    const auto x = hg::row(0.5f, 0.5f);
    const auto g = hg::row(1.0f, 0.0f, 0.0f);
#ifdef WELL_FORMED
    hg::vjp(hg::parameters<net>(p), x, g, hg::discard{}, dp);
#else
    hg::vjp(p, x, g, hg::discard{}, dp);
#endif
    return dp[0] > 0;
}
