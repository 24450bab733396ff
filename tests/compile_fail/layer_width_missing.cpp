// A dense layer of which one width is given.
// expect: a layer must have at least one output \(a width that is not given is 0\)
// expect: empty_layer<.*layer_number<2>, .*inputs<8>, .*outputs<0>
// expect-gcc: \(0 > 0\)
// expect-clang: 0 > 0
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using last = hg::dense<8, 2>;
#else
using last = hg::dense<8>;
#endif
using net = hg::network<hg::dense<3, 8, hg::relu>, last>;

int main() {
    hg::parameters<net> p;
    net::workspace<2> ws;
    const hg::matrix<float, 2, 3> x;
    const auto y = net::forward(p, x, ws);
    return y(1, 1) > 0 && p.weights<2>()(0, 0) > 0;
}
