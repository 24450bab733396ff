// Room for the gradient with respect to 3 inputs, of a network of 2.
// expect: a batch must have as many columns as the network has inputs
// expect: batch_width_mismatch<.*batch_columns<3>, .*inputs<2>
// expect-gcc: \(3 == 2\)
// expect-clang: '3 == 2'
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
    hg::matrix<float, 8, 2> dx;
#else
    hg::matrix<float, 8, 3> dx;
#endif
    return net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws, dx) > dx(7, 1);
}
