// The weights of a norm that is in a residual.
// expect: of layer 1 .. depth, if it has weights
// expect: layer_without_weights<.*layer_number<2, 1>, .*layer_norm<4
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
