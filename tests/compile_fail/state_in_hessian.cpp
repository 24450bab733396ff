// hessian_vector_product from a state on.
// expect: this derivative is of sequences from their beginning
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    const hg::matrix<float, 8, 2> target;
    net::state<2> state;
#ifdef WELL_FORMED
    p[0] = hg::hessian_vector_product(hg::mean_squared_error{}, p, p, hg::sequences<2>(x), target)[0];
#else
    p[0] = hg::hessian_vector_product(hg::mean_squared_error{}, p, p, hg::going_on(x, state), target)[0];
#endif
    return p[0] > 0 || state.steps() > 0;
}
