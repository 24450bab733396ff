// Labels as they lie in an IDX file.
// expect: the numbers of a target must have the type that the loss expects: int for labels, else that
// expect: of the parameters
// expect: target_element_mismatch<.*has<unsigned char>, .*wants<int>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<32> ws;
    const hg::matrix<float, 32, 2> x;
#ifdef WELL_FORMED
    const std::array<int, 32> label{};
#else
    const std::array<unsigned char, 32> label{};
#endif
    return net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws) > 0.5f;
}
