// A workspace that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*workspace<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    static net::workspace<8> ws;
    net::forward(p, x, ws);
#else
    static const net::workspace<8> ws;
    net::forward(p, x, ws);
#endif
    return p[0] > 0;
}
