// A state for rows of which somebody has said which sequences they are.
// expect: these rows say already which sequences they are: hg::sequences<B>\(x\) and
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
    p[0] = net::forward(p, hg::going_on(hg::sequences<4>(x), state))(0, 0);
#endif
    return p[0] > 0 || state.steps() > 0;
}
