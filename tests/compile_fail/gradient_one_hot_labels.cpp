// One-hot rows for a loss that expects labels.
// expect: a target must have as many numbers in a row as the loss expects
// expect: target_width_mismatch<.*target_columns<4>, .*expects<1>
// expect-gcc: \(4 == 1\)
// expect-clang: '4 == 1'
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    const std::array<int, 8> target{};
#else
    const hg::matrix<float, 8, 4> target;
#endif
    return net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, target, gradient, ws) > 0.5f;
}
