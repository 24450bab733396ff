// Zeros and ones of type int for the logits of binary cross-entropy.
// expect: the numbers of a target must have the type that the loss expects: int for labels, else that
// expect: of the parameters
// expect: target_element_mismatch<.*has<int>, .*wants<float>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 1>;

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    const std::array<float, 8> target{};
#else
    const std::array<int, 8> target{};
#endif
    return net::value_and_gradient(hg::binary_cross_entropy_with_logits{}, p, x, target, gradient, ws) > 0.5f;
}
