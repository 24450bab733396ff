// Handwritten digits: wide layers, an optimizer with a state, rows that only the run time counts.
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 784, 128, 10>;

float step(const hg::adam& rule, hg::parameters<net>& p,
           hg::optimizer_state<hg::adam, net::parameter_count>& state, net::workspace<64>& ws,
           const hg::matrix<float, 64, 784>& x, const hg::matrix<int, 64, 1>& label) {
    return net::train_step(hg::softmax_cross_entropy{}, rule, p, x, label, ws, state);
}
void answer(const hg::parameters<net>& p, hg::rows<const float, 784> x, net::workspace<64>& ws,
            hg::rows<float, 10> y) {
    net::predict(p, x, ws, y);
}
