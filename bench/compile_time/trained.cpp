// A network of dense layers of the widths WIDTHS, one step of training at batch 32.
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, WIDTHS>;
inline constexpr int widths[]{WIDTHS};

float step(hg::parameters<net>& p, net::workspace<32>& ws, const hg::matrix<float, 32, widths[0]>& x,
           const hg::matrix<int, 32, 1>& label) {
    return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, ws);
}
