// README's first network, trained and asked.
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 16, hg::tanh>, hg::dense<16, 16, hg::silu>, hg::dense<16, 2>>;

float step(hg::parameters<net>& p, net::workspace<64>& ws, const hg::matrix<float, 64, 2>& x,
           const hg::matrix<int, 64, 1>& label) {
    return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, ws);
}
auto answer(const hg::parameters<net>& p) { return net::forward(p, hg::row(0.5f, 0.5f)); }
