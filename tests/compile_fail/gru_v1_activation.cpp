// A layer in the place of the candidate activation of a gru_v1.
// expect: a layer is no activation
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::gru_v1<3, 4, hg::relu>>;
#else
using net = hg::network<hg::gru_v1<3, 4, hg::dense<3, 4>>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
