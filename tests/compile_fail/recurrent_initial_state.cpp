// A bias in the place of the initial state of a gru.
// expect: the last argument of a recurrent layer is zero_initial_state
// expect: constant_initial_state or learned_initial_state
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::gru<3, 4, hg::bias, hg::learned_initial_state>>;
#else
using net = hg::network<hg::gru<3, 4, hg::bias, hg::no_bias>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
