// A frozen network is given the workspace of another.
// expect: this workspace belongs to another network
// expect: workspace_of_another_network<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 32, 4>;
using other = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    const auto f = hg::freeze(p);
    const hg::matrix<float, 8, 2> x;
    hg::matrix<float, 8, 4> y;
#ifdef WELL_FORMED
    net::workspace<8> ws;
    f.forward(x, ws, y);
#else
    other::workspace<8> ws;
    f.forward(x, ws, y);
#endif
    return y(7, 3) > 0;
}
