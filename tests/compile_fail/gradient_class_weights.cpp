// Three class weights for a network of four outputs.
// expect: a loss must have one class weight for each output of the network
// expect: class_weights_mismatch<.*class_weights<3>, .*outputs<4>
// expect-gcc: \(3 == 4\)
// expect-clang: '3 == 4'
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
#ifdef WELL_FORMED
    const hg::class_weighted loss(hg::softmax_cross_entropy{}, {1, 2, 1, 0.5});
#else
    const hg::class_weighted loss(hg::softmax_cross_entropy{}, {1, 2, 1});
#endif
    return net::value_and_gradient(loss, p, x, label, gradient, ws) > 0.5f;
}
