// A jacobian that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*matrix<float, 4, 2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    static net::workspace<8> ws;
#ifdef WELL_FORMED
    hg::matrix<float, 4, 2> J;
    hg::jacobian(p, x.row(0), ws, J);
#else
    const hg::matrix<float, 4, 2> J;
    hg::jacobian(p, x.row(0), ws, J);
#endif
    return p[0] > 0;
}
