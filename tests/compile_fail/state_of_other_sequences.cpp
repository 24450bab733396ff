// A state of 3 sequences for 8 rows.
// expect: the rows of a batch are as many steps of each of its sequences
// expect: batch_rows<8>, .*batch_sequences<3>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<2> state;
#ifdef WELL_FORMED
    p[0] = net::forward(p, hg::going_on(x, state))(0, 0);
#else
    net::state<3> theirs;
    p[0] = net::forward(p, hg::going_on(x, theirs))(0, 0);
#endif
    return p[0] > 0 || state.steps() > 0;
}
