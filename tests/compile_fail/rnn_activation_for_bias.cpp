// An activation in the place of the bias of an rnn.
// expect: the bias of a recurrent layer is bias .two of them., one_bias or no_bias
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::rnn<3, 4, hg::relu>>;
#else
using net = hg::network<hg::rnn<3, 4, hg::tanh, hg::relu>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
