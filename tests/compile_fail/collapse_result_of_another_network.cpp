// The parameters of what a network becomes are written to its own.
// expect: these parameters, or this gradient, belong to another network
// expect: parameters_of_another_network<
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::dense<3, 2>, hg::dense<2, 3>>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    hg::parameters<hg::collapsed<net>> q;
    hg::collapse(p, q);
#else
    hg::collapse(p, p);
    const auto& q = p;
#endif
    return q[0] > 0;
}
