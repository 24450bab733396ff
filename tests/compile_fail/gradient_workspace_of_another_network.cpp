// The workspace of another network.
// expect: this workspace belongs to another network
// expect: workspace_of_another_network<
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

using other = hg::mlp<hg::tanh, 2, 16, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
#ifdef WELL_FORMED
    net::workspace<8> ws;
#else
    other::workspace<8> ws;
#endif
    return net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws) > 0.5f;
}
