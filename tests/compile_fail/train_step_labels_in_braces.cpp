// Labels in braces, which have no type.
// expect-gcc: use of deleted function .*train_step
// expect-clang: call to deleted function 'train_step'
// expect: train_step\(loss, step, p, x, target, ws\), and a state; both are variables
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
    net::train_step(hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, ws);
#else
    net::train_step(hg::softmax_cross_entropy{}, hg::sgd{}, p, x, {0, 1, 0, 1, 0, 1, 0, 1}, ws);
#endif
    return p[0] > x(0, 0) + static_cast<float>(label[0]) + ws.parameter_gradient()[0];
}
