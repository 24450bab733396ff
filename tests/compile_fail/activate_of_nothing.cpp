// A layer that applies an activation, which is not given.
// expect: the activation is missing, which is the last argument: activate<N, relu>
// expect: not_an_activation<.*activate<16.*not_given
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using apply = hg::activate<16, hg::relu>;
#else
using apply = hg::activate<16>;
#endif
using net = hg::network<hg::dense<2, 16>, apply, hg::dense<16, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 2> y = net::forward(p, hg::row(0.5f, 0.5f));
    return y(0, 0) > 0;
}
