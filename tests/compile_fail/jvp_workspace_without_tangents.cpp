// A workspace of the network, which has no room for tangents.
// expect: the last argument of this call is a dual_workspace<net, B, T>
// expect: not_a_dual_workspace<.*workspace<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    hg::dual_workspace<net, 8> ws;
#else
    net::workspace<8> ws;
#endif
    const auto [y, dy] = hg::jvp(p, p, x, x, ws);
    return y(0, 0) < dy(0, 0);
}
