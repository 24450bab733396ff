// A layer of -3 inputs.
// expect: a layer must have at least one input
// expect: empty_layer<.*layer_number<1>, .*inputs<-3>, .*outputs<4>
// expect-gcc: \(-3 > 0\)
// expect-clang: '-3 > 0'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int width = 3;
#else
constexpr int width = -3;
#endif
using net = hg::network<hg::dense<width, 4, hg::relu>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 3> x;
    const hg::matrix<float, 1, 2> y = net::forward(p, x);
    return y(0, 1) > 0;
}
