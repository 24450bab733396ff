// int in the place of the activation of an mlp.
// expect: a layer was given something else than an activation: this type lacks a public `static constexpr
// expect: const char. name`
// expect: not_an_activation<.*dense<2, 16, int
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::mlp<hg::sin, 2, 16, 2>;
#else
using net = hg::mlp<int, 2, 16, 2>;
#endif

int main() {
    hg::parameters<net> p;
    const auto y = net::forward(p, hg::row(0.5f, 0.5f));
    return y(0, 1) > 0;
}
