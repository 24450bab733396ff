// A state of doubles for parameters of floats.
// expect: the numbers of a state must have the type of the parameters. numbers: Net::state<B, T>
// expect: has<double>, .*wants<float>
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
    net::state<2, double> theirs;
    p[0] = net::forward(p, hg::going_on(x, theirs))(0, 0);
#endif
    return p[0] > 0 || state.steps() > 0;
}
