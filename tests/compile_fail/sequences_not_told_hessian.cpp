// hessian_vector_product of a network with a memory, of a plain matrix.
// expect: this network looks from step to step: say of how many sequences the rows are the steps
// expect: hg::sequences<B>\(x\), or hg::going_on\(x, state\) with a Net::state<B>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    const hg::matrix<float, 8, 2> target;
#ifdef WELL_FORMED
    p[0] = hg::hessian_vector_product(hg::mean_squared_error{}, p, p, hg::sequences<2>(x), target)[0];
#else
    p[0] = hg::hessian_vector_product(hg::mean_squared_error{}, p, p, x, target)[0];
#endif
    return p[0] > 0;
}
