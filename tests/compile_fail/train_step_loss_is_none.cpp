// An optimizer in the place of the loss.
// expect: the first argument must be a loss, such as softmax_cross_entropy{}
// expect: not_a_loss<.*sgd>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
    const hg::sgd step{.rate = 0.1};
    const hg::softmax_cross_entropy loss;
#ifdef WELL_FORMED
    return net::train_step(loss, step, p, x, label, ws) > 0.5f;
#else
    return net::train_step(step, loss, p, x, label, ws) > 0.5f;
#endif
}
