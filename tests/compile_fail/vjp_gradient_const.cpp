// A parameter gradient of vjp that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*parameters<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    hg::matrix<float, 8, 4> y;
#ifdef WELL_FORMED
    hg::parameters<net> dp;
    hg::vjp(p, x, y, hg::discard{}, dp);
#else
    const hg::parameters<net> dp;
    hg::vjp(p, x, y, hg::discard{}, dp);
#endif
    return p[0] > 0;
}
