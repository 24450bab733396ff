// What a batch_norm observes, of a layer_norm.
// expect: // of a kind that layer 1 .. depth has
// expect: layer_without_tensor<.*layer_number<1>, .*layer_norm<4
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::layer_norm<4>, hg::batch_norm<4>>;

int main() {
    const hg::parameters<net> p;
#ifdef WELL_FORMED
    const auto means = p.tensor<hg::tensor_kind::means, 2>();
#else
    const auto means = p.tensor<hg::tensor_kind::means, 1>();
#endif
    return means(0, 0) > 0;
}
