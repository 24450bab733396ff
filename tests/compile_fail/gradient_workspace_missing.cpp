// A gradient without a workspace.
// expect-gcc: use of deleted function .*value_and_gradient
// expect-clang: call to deleted function 'value_and_gradient'
// expect: value_and_gradient\(loss, p, x, target, gradient, ws\), ws a variable
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
#ifdef WELL_FORMED
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
#else
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient);
#endif
    return loss > 0.5f && ws.parameter_gradient()[0] > 0;
}
