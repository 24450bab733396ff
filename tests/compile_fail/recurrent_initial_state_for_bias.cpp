// An initial state in the place of the bias of a gru.
// expect: the bias of a recurrent layer is bias .two of them., one_bias or no_bias
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::gru<3, 4, hg::bias, hg::learned_initial_state>>;
#else
using net = hg::network<hg::gru<3, 4, hg::learned_initial_state>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
