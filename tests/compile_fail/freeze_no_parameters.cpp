// Something is to be frozen that is not the parameters of a network.
// expect: the parameters of a network, and the gradient, are of type parameters<Net>
// expect: not_parameters<.*matrix<float, 1, 2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 32, 4>;

int main() {
    const hg::parameters<net> p;
    const auto x = hg::row(0.5f, 0.5f);
#ifdef WELL_FORMED
    const auto f = hg::freeze(p);
#else
    const auto f = hg::freeze(x);
#endif
    return f.forward(x)(0, 0) > 0;
}
