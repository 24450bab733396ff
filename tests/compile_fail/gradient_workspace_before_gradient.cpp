// The workspace before the gradient.
// expect: the workspace is of type Net::workspace<B>
// expect: not_a_workspace<.*parameters<
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
    return net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws) > 0.5f;
#else
    return net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, ws, gradient) > 0.5f;
#endif
}
