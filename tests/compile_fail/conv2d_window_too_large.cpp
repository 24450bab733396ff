// A window of 5 pixels for a picture of 2 with one of padding on each side.
// expect: a window must not be larger than the image with its padding
// expect: window_too_large<.*conv2d<.*window<5.*image<4, 4, 3>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int width = 4;
#else
constexpr int width = 5;
#endif
using net = hg::network<hg::conv2d<hg::image<2, 2, 3>, 8, hg::window<width>, hg::padding<1>, hg::relu>,
                        hg::dense<8, 10>>;

int main() {
    hg::parameters<net> p, gradient;
    static net::workspace<4> ws;
    const hg::matrix<float, 4, net::inputs> x;
    const std::array<int, 4> label{};
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return loss > net::forward(p, x.row(0))(0, 0);
}
