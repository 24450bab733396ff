// What a batch_norm observes, of a layer_norm.
// expect: = delete; // layer 1 .. depth has no tensor of this kind
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
