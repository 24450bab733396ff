// A skip around a layer that makes one row of two steps.
// expect: a residual layer adds its input to what its layers produce, which must be a row for each
// expect: skip_of_other_rows<.*rows_of_steps<2>, .*expects<4>
#include <handgrad/handgrad.hpp>

#include "own/halved.hpp"

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::residual<hg::gru<3, 3>>, halved<3>>;
#else
using net = hg::network<hg::residual<hg::gru<3, 3>, halved<3>>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
