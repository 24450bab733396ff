// A state of no sequence.
// expect: a state is that of one sequence at least
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<2> state;
#ifdef WELL_FORMED
    net::state<1> theirs;
    p[0] = static_cast<float>(theirs.size);
#else
    net::state<0> theirs;
    p[0] = static_cast<float>(theirs.size);
#endif
    return p[0] > 0 || state.steps() > 0;
}
