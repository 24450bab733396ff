// The weights of a norm that is in a residual.
// expect: = delete; // of a layer in a layer, from 1 on, if it has weights
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 4>, hg::residual<hg::layer_norm<4>, hg::dense<4, 4>>>;

int main() {
    const hg::parameters<net> p;
#ifdef WELL_FORMED
    const auto w = p.weights<2, 2>();
#else
    const auto w = p.weights<2, 1>();
#endif
    return w(0, 0) > 0;
}
