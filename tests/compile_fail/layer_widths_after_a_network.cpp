// A network as a layer of another: it produces 3 numbers, the layer after it expects 4.
// expect: a layer must expect as many inputs as the layer before it produces
// expect: shape_mismatch<.*layer_number<2>, .*produces<3>, .*expects<4>
// expect-gcc: \(3 == 4\)
// expect-clang: '3 == 4'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int width = 3;
#else
constexpr int width = 4;
#endif
using net = hg::network<hg::mlp<hg::relu, 8, 5, 3>, hg::dense<width, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 8> x;
    const hg::matrix<float, 1, 2> y = net::forward(p, x);
    return y(0, 0) > 0;
}
