// An activation as a layer of its own, as other libraries have it.
// expect: an activation is no layer: it is the third argument of dense
// expect: not_a_layer<.*layer_number<2>, .*relu>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<2, 16, hg::relu>, hg::dense<16, 3>>;
#else
using net = hg::network<hg::dense<2, 16>, hg::relu, hg::dense<16, 3>>;
#endif

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<4> ws;
    const hg::matrix<float, 4, 2> x;
    const std::array<int, 4> label{};
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    const hg::matrix<float, 4, 3> y = net::forward(p, x);
    return loss > y(3, 2) && gradient.weights<2>()(0, 0) > 0;
}
