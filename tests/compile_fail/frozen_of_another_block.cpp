// The numbers of a network that has as many.
// expect: this block of parameters, or of a gradient, belongs to a network of other layers
// expect: block_of_another_network
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 6, 3>;
using other = hg::mlp<hg::tanh, 2, 6, 3>;

int main() {
    net::block<> b;
    other::block<> o;
#ifdef WELL_FORMED
    hg::frozen<net> p(b);
#else
    hg::frozen<net> p(o);
#endif
    return sizeof p + sizeof b + sizeof o > 0;
}
