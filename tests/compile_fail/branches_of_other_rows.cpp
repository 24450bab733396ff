// last_step in one of two branches.
// expect: layers side by side must make as many rows of a sequence as the first of them
// expect: branch_rows_mismatch<.*layer_number<1, 2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::concatenate<hg::gru<3, 4>, hg::gru<3, 2>>>;
#else
using net = hg::network<hg::concatenate<hg::gru<3, 4>, hg::last_step<3>>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
