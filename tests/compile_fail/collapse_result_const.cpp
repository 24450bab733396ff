// Parameters of fewer layers that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*parameters<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    hg::parameters<hg::collapsed<net>> q;
    hg::collapse(p, q);
#else
    const hg::parameters<hg::collapsed<net>> q;
    hg::collapse(p, q);
#endif
    return p[0] > 0;
}
