// A gradient to be clipped that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*parameters<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
#ifdef WELL_FORMED
    hg::parameters<net> gradient;
#else
    const hg::parameters<net> gradient;
#endif
    return hg::clip_norm(gradient, 1.0) > 0;
}
