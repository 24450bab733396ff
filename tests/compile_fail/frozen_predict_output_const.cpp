// Results of a frozen network that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*matrix<float, 8, 4>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    const auto f = hg::freeze(p);
#ifdef WELL_FORMED
    hg::matrix<float, 8, 4> y;
    f.predict(x, y);
#else
    const hg::matrix<float, 8, 4> y;
    f.predict(x, y);
#endif
    return p[0] > 0;
}
