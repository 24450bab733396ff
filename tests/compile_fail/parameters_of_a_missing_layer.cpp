// The weights of layer 3 of a network of two layers.
// expect: // of layer 1 .. depth, if it has weights
// expect: with (int )?I = 3
// expect-clang: no_such_layer<.*layer_number<3>, .*layers<2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    p.weights<2>()(0, 0) = 1;
#else
    p.weights<3>()(0, 0) = 1;
#endif
    return p[0] > 0;
}
