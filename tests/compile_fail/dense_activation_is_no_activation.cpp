// A loss where dense takes an activation.
// expect: a layer was given something else than an activation: this type lacks a public `static constexpr
// expect: const char. name`
// expect: not_an_activation<.*dense<2, 16, .*softmax_cross_entropy
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using activation = hg::tanh;
#else
using activation = hg::softmax_cross_entropy;
#endif
using net = hg::network<hg::dense<2, 16, activation>, hg::dense<16, 2>>;

int main() {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng);
    const auto y = net::forward(p, hg::row(0.5f, 0.5f));
    return y(0, 1) > 0 && p.weights<1>()(1, 15) > 0;
}
