// A learning rate in the place of the optimizer.
// expect: the second argument must be an optimizer, or a function, that can be called as step\(p,
// expect: gradient\)
// expect: not_a_step<double>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
#ifdef WELL_FORMED
    const hg::sgd step{.rate = 0.1};
#else
    const double step = 0.1;
#endif
    return net::train_step(hg::softmax_cross_entropy{}, step, p, x, label, ws) > 0.5f;
}
