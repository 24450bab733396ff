// A loss where the activation is due.
// expect: a layer was given something else than an activation: this type lacks a public `static constexpr
// expect: not_an_activation<.*activate<16, .*mean_squared_error
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using sigma = hg::relu;
#else
using sigma = hg::mean_squared_error;
#endif
using net = hg::network<hg::dense<2, 16>, hg::activate<16, sigma>, hg::dense<16, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 2> y = net::forward(p, hg::row(0.5f, 0.5f));
    return y(0, 0) > 0;
}
