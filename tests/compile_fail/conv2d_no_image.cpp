// The first argument is a window, not the picture.
// expect: the first argument of a layer with a window is the picture that it reads, image<
// expect: not_an_image<.*conv2d<.*, .*window<4
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
using picture = hg::image<4, 4>;
#else
using picture = hg::window<4>;
#endif
using net = hg::network<hg::conv2d<picture, 3, hg::window<3>, hg::relu>, hg::dense<12, 10>>;

int main() {
    hg::parameters<net> p, gradient;
    static net::workspace<4> ws;
    const hg::matrix<float, 4, net::inputs> x;
    const std::array<int, 4> label{};
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return loss > net::forward(p, x.row(0))(0, 0);
}
