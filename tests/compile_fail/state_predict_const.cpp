// predict with a state that is const.
// expect: this argument is written to: it must not be const
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<2> state;
    hg::matrix<float, 8, 2> y;
#ifdef WELL_FORMED
    net::predict(p, x, y, state);
#else
    const net::state<2> theirs;
    net::predict(p, x, y, theirs);
#endif
    return p[0] > 0 || state.steps() > 0;
}
