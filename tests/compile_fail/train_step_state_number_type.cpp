// A state of float for parameters of double.
// expect: parameters, gradient and state must have numbers of one type
// expect: number_type_mismatch<double, float>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net, double> p;
    static net::workspace<8, double> ws;
    const hg::matrix<double, 8, 2> x;
    const std::array<int, 8> label{};
    const hg::momentum step{.rate = 0.1};
#ifdef WELL_FORMED
    hg::optimizer_state<hg::momentum, net::parameter_count, double> state;
#else
    hg::optimizer_state<hg::momentum, net::parameter_count> state;
#endif
    return net::train_step(hg::softmax_cross_entropy{}, step, p, x, label, ws, state) > 0.5;
}
