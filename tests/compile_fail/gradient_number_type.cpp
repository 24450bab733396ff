// A gradient of float for parameters of double.
// expect: parameters, gradient and workspace must have numbers of one type: parameters<Net, T> and
// expect: Net::workspace<B, T>
// expect: number_mismatch<.*has<float>, .*wants<double>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net, double> p;
    net::workspace<8, double> ws;
    const hg::matrix<double, 8, 2> x;
    const std::array<int, 8> label{};
#ifdef WELL_FORMED
    hg::parameters<net, double> gradient;
#else
    hg::parameters<net> gradient;
#endif
    return net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws) > 0.5;
}
