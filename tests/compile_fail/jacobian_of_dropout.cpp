// The Jacobian of a network that drops something else in each of its backward passes.
// expect: a jacobian is built of backward passes
// expect: jacobian_of_training<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<2, 16, hg::tanh>, hg::dense<16, 4>>;
#else
using net = hg::network<hg::dense<2, 16, hg::tanh>, hg::dropout<16>, hg::dense<16, 4>>;
#endif

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 1, 2> x;
    const auto J = hg::jacobian(p, x);
    return J.begin() == J.end();
}
