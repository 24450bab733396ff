// Of a picture 7 pixels wide, windows of 2 leave a column out.
// expect: pixels at the end of the image would be dropped
// expect: pixels_dropped<.*max_pool2d<.*image<8, 7, 4>, .*window<2.*>>?.*lines_of_pixels<0>,
// .*columns_of_pixels<1>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
using pool = hg::max_pool2d<hg::image<8, 7, 4>, hg::window<2, 7>>;
#else
using pool = hg::max_pool2d<hg::image<8, 7, 4>, hg::window<2>>;
#endif
using net = hg::network<hg::dense<9, 8 * 7 * 4>, pool, hg::dense<pool::outputs, 3>>;

int main() {
    hg::parameters<net> p, gradient;
    static net::workspace<4> ws;
    const hg::matrix<float, 4, net::inputs> x;
    const std::array<int, 4> label{};
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return loss > net::forward(p, x.row(0))(0, 0);
}
