// A skip around last_step.
// expect: a residual layer adds its input to what its layers produce, which must be a row for each
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::residual<hg::gru<3, 3>>, hg::last_step<3>>;
#else
using net = hg::network<hg::residual<hg::gru<3, 3>, hg::last_step<3>>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
