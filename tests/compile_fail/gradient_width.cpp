// A training batch of 3 columns for a network of 2 inputs.
// expect: a batch must have as many columns as the network has inputs
// expect: batch_width_mismatch<.*batch_columns<3>, .*inputs<2>
// expect-gcc: \(3 == 2\)
// expect-clang: '3 == 2'
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<8> ws;
    const std::array<int, 8> label{};
#ifdef WELL_FORMED
    const hg::matrix<float, 8, 2> x;
#else
    const hg::matrix<float, 8, 3> x;
#endif
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    const hg::sgd step{.rate = 0.1};
    step(p, gradient);
    return loss > 0.5f;
}
