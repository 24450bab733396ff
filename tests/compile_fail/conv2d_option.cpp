// A second window where an option is expected.
// expect: the arguments after the window are, in any order: for conv2d an activation
// expect: not_an_option<.*conv2d<.*, .*window<1
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
using option = hg::padding<1>;
#else
using option = hg::window<1>;
#endif
using net = hg::network<hg::conv2d<hg::image<4, 4>, 3, hg::window<3>, hg::relu, option>, hg::dense<48, 10>>;

int main() {
    hg::parameters<net> p, gradient;
    static net::workspace<4> ws;
    const hg::matrix<float, 4, net::inputs> x;
    const std::array<int, 4> label{};
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return loss > net::forward(p, x.row(0))(0, 0);
}
