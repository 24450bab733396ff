// Thirty dense layers, most of them in networks within networks, trained and asked.
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using block = hg::residual<hg::dense<32, 32, hg::relu>, hg::dense<32, 32>>;
using blocks = hg::network<block, block, block, block, block, block, block>;
using net = hg::network<hg::dense<16, 32, hg::relu>, blocks, blocks, hg::dense<32, 10>>;

float step(hg::parameters<net>& p, net::workspace<32>& ws, const hg::matrix<float, 32, 16>& x,
           const hg::matrix<int, 32, 1>& label) {
    return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, ws);
}
auto answer(const hg::parameters<net>& p, const hg::matrix<float, 1, 16>& x) { return net::forward(p, x); }
