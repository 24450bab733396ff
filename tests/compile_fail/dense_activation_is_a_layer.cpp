// A layer where the activation belongs.
// expect: a layer is no activation: it stands in the network's list after the dense layer
// expect: not_an_activation<.*dense<16, 3, .*softmax<3>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<2, 16, hg::gelu>, hg::dense<16, 3>, hg::log_softmax<3>>;
#else
using net = hg::network<hg::dense<2, 16, hg::gelu>, hg::dense<16, 3, hg::softmax<3>>>;
#endif

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<4> ws;
    const hg::matrix<float, 4, 2> x;
    const std::array<int, 4> label{};
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return loss > 0;
}
