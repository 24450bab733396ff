// Results that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<.*rows<const float, 4>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 64, 2> x;
    hg::matrix<float, 64, 4> y;
#ifdef WELL_FORMED
    net::predict(p, x, hg::rows<float, 4>(y));
#else
    net::predict(p, x, hg::rows<const float, 4>(y));
#endif
    return y(31, 3) > 0;
}
