// Tangents of the outputs that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*matrix<float, 8, 4>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    hg::matrix<float, 8, 4> y;
    static hg::dual_workspace<net, 8> ws;
#ifdef WELL_FORMED
    hg::matrix<float, 8, 4> dy;
    hg::jvp(p, p, x, x, ws, y, dy);
#else
    const hg::matrix<float, 8, 4> dy;
    hg::jvp(p, p, x, x, ws, y, dy);
#endif
    return p[0] > 0;
}
