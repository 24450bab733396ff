// The targets before the batch: an array of labels is a batch of one column.
// expect: these numbers count as a batch of one column, but the network has more inputs
// expect: numbers_are_a_column<.*array<int, 8>, .*inputs<2>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<8> ws;
    const std::array<int, 8> label{};
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    const auto loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
#else
    const auto loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, label, x, gradient, ws);
#endif
    return loss > 0.5f;
}
