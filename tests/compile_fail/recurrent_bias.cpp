// An activation in the place of the bias of an lstm.
// expect: the bias of a recurrent layer is bias .two of them., one_bias or no_bias
// expect: no_kind_of_bias<.*lstm<3, 4
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::lstm<3, 4, hg::one_bias>>;
#else
using net = hg::network<hg::lstm<3, 4, hg::tanh>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
