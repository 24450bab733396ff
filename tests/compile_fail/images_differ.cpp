// The pool expects another picture than the convolution makes, of as many numbers.
// expect: a layer must expect the image that the layer before it produces
// expect: image_mismatch<.*layer_number<3>, .*produces_image<.*image<8, 8, 8> ?>, .*expects_image<.*image<4,
// 16, 8>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
using expected = hg::image<8, 8, 8>;
#else
using expected = hg::image<4, 16, 8>;
#endif
using net =
    hg::network<hg::conv2d<hg::image<8, 8>, 8, hg::window<3>, hg::padding<1>>, hg::activate<512, hg::elu>,
                hg::max_pool2d<expected, hg::window<2>>, hg::dense<128, 10>>;

int main() {
    hg::parameters<net> p, gradient;
    static net::workspace<4> ws;
    const hg::matrix<float, 4, net::inputs> x;
    const std::array<int, 4> label{};
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return loss > net::forward(p, x.row(0))(0, 0);
}
