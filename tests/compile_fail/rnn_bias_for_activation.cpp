// A bias in the place of the activation of an rnn.
// expect: the third argument of this layer is the activation, the bias and the
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::rnn<3, 4, hg::tanh, hg::no_bias>>;
#else
using net = hg::network<hg::rnn<3, 4, hg::no_bias>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
