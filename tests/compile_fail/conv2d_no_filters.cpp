// A convolution without filters.
// expect: a convolution must have at least one filter
// expect: no_filters<.*conv2d<.*image<4, 4(, 1)?>, 0, .*, 0>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int filters = 2;
#else
constexpr int filters = 0;
#endif
using net = hg::network<hg::conv2d<hg::image<4, 4>, filters, hg::window<4>>, hg::dense<2, 10>>;

int main() {
    hg::parameters<net> p, gradient;
    static net::workspace<4> ws;
    const hg::matrix<float, 4, net::inputs> x;
    const std::array<int, 4> label{};
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return loss > net::forward(p, x.row(0))(0, 0);
}
