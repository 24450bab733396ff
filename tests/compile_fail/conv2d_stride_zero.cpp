// A window that does not move.
// expect: a window must move by at least one pixel
// expect: stride_too_small<.*conv2d<.*stride<0
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int step = 1;
#else
constexpr int step = 0;
#endif
using net = hg::network<hg::conv2d<hg::image<4, 4>, 3, hg::window<4>, hg::stride<step>>, hg::dense<3, 10>>;

int main() {
    hg::parameters<net> p, gradient;
    static net::workspace<4> ws;
    const hg::matrix<float, 4, net::inputs> x;
    const std::array<int, 4> label{};
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return loss > net::forward(p, x.row(0))(0, 0);
}
