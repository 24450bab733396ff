// The biases of a layer that has none.
// expect: // of layer 1 .. depth, if it has biases
// expect: with (int )?I = 1
// expect-clang: layer_without_biases<.*layer_number<1>, .*dense<2, 16, .*no_bias>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 16, hg::tanh, hg::no_bias>, hg::dense<16, 4>>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    p.biases<2>()(0, 0) = 1;
#else
    p.biases<1>()(0, 0) = 1;
#endif
    return p[0] > 0;
}
