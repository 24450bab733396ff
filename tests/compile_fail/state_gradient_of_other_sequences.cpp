// The gradient with respect to a state of 2 sequences, of 1.
// expect: the gradient with respect to a state is of the state.s type
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    const hg::matrix<float, 8, 2> target;
    net::state<2> state;
    static net::workspace<2 * hg::steps(4)> ws;
    hg::parameters<net> gradient;
#ifdef WELL_FORMED
    net::state<2> d;
    net::value_and_gradient(hg::mean_squared_error{}, p, hg::going_on(x, state, d), target, gradient, ws);
#else
    net::state<1> d;
    net::value_and_gradient(hg::mean_squared_error{}, p, hg::going_on(x, state, d), target, gradient, ws);
#endif
    return p[0] > 0 || state.steps() > 0;
}
