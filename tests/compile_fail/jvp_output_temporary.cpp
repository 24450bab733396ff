// Tangents of the outputs that nobody keeps.
// expect: this argument is written to, but is a temporary, gone after the call: name it first
// expect: written_temporary<.*matrix<float, 8, 4>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    hg::matrix<float, 8, 4> y;
    static hg::dual_workspace<net, 8> ws;
    hg::matrix<float, 8, 4> dy;
#ifdef WELL_FORMED
    hg::jvp(p, p, x, x, ws, y, dy);
#else
    hg::jvp(p, p, x, x, ws, y, hg::matrix<float, 8, 4>{});
#endif
    return y(0, 0) > dy(0, 0);
}
