// A layer_norm without its width.
// expect: a layer must have at least one input \(a width that is not given is 0\)
// expect: empty_layer<.*layer_number<2>, .*inputs<0>, .*outputs<0>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using norm = hg::layer_norm<8>;
#else
using norm = hg::layer_norm<>;
#endif
using net = hg::network<hg::dense<3, 8, hg::relu>, norm>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 8> y = net::forward(p, hg::row(0.5f, 0.5f, 0.5f));
    return y(0, 0) > 0;
}
