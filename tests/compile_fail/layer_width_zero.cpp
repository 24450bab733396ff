// A layer without outputs.
// expect: a layer must have at least one output
// expect: empty_layer<.*layer_number<1>, .*inputs<3>, .*outputs<0>
// expect-gcc: \(0 > 0\)
// expect-clang: 0 > 0
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int width = 4;
#else
constexpr int width = 0;
#endif
using net = hg::network<hg::dense<3, width, hg::relu>, hg::dense<width, 2>>;

int main() {
    hg::parameters<net> p;
    net::workspace<2> ws;
    const hg::matrix<float, 2, 3> x;
    const auto y = net::forward(p, x, ws);
    return y(1, 1) > 0 && p.weights<2>()(0, 0) > 0;
}
