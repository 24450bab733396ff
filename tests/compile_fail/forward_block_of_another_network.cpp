// The block of a network that has as many numbers, and as many inputs and outputs.
// expect: this block of parameters, or of a gradient, belongs to a network of other layers
// expect: block_of_another_network
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 6, hg::relu>, hg::dense<6, 3>>;
using other = hg::network<hg::dense<2, 6, hg::tanh>, hg::dense<6, 3>>;

int main() {
#ifdef WELL_FORMED
    net::block<> p;
#else
    other::block<> p;
#endif
    return net::forward(p, hg::row(0.5f, 0.5f))(0, 0) > 0;
}
