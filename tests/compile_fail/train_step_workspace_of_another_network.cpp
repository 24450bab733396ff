// The workspace of another network.
// expect: this workspace belongs to another network
// expect: workspace_of_another_network<
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

using other = hg::mlp<hg::tanh, 2, 16, 16, 4>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
#ifdef WELL_FORMED
    static net::workspace<8> ws;
#else
    static other::workspace<8> ws;
#endif
    return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, p, x, label, ws) > 0.5f;
}
