// Labels for a loss that expects a row of probabilities.
// expect: a target must have as many numbers in a row as the loss expects
// expect: target_width_mismatch<.*target_columns<1>, .*expects<4>
// expect-gcc: \(1 == 4\)
// expect-clang: '1 == 4'
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
    const hg::softmax_cross_entropy loss{.label_smoothing = 0.1};
#else
    const hg::soft_cross_entropy loss{.label_smoothing = 0.1};
#endif
    return net::value_and_gradient(loss, p, x, label, gradient, ws) > 0.5f;
}
