// A network as a layer of another.
// expect: a network is no layer: put its layers into the list, one by one
// expect: not_a_layer<.*layer_number<1>, .*network<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<8, 4, hg::relu>, hg::dense<4, 3>, hg::dense<3, 2>>;
#else
using net = hg::network<hg::mlp<hg::relu, 8, 4, 3>, hg::dense<3, 2>>;
#endif

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 8> x;
    const hg::matrix<float, 1, 2> y = net::forward(p, x);
    return y(0, 0) > 0;
}
