// A single label in the place of the labels.
// expect: targets are a matrix, a view or rows of numbers, or, if they are single numbers, an array or
// expect: a span
// expect: not_a_target<int>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<1> ws;
    const auto x = hg::row(0.5f, 0.5f);
#ifdef WELL_FORMED
    const std::array<int, 1> label{3};
#else
    const int label = 3;
#endif
    return net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws) > 0.5f;
}
