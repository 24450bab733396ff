// An mlp with a width of zero.
// expect: a layer must have at least one output
// expect: empty_layer<.*layer_number<2>, .*inputs<16>, .*outputs<0>
// expect-gcc: \(0 > 0\)
// expect-clang: 0 > 0
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::mlp<hg::relu, 4, 16, 8, 2>;
#else
using net = hg::mlp<hg::relu, 4, 16, 0, 2>;
#endif

int main() {
    hg::parameters<net> p;
    const auto y = net::forward(p, hg::row(1.0f, 2.0f, 3.0f, 4.0f));
    return y(0, 1) > 0;
}
