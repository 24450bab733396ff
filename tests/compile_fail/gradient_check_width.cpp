// A batch of 3 columns for the check of a network of 2 inputs.
// expect: a batch must have as many columns as the network has inputs
// expect: batch_width_mismatch<.*batch_columns<3>, .*inputs<2>
#include <handgrad/handgrad.hpp>
#include <handgrad/testing/gradient_check.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 4, 3>;

int main() {
    const hg::parameters<net> p;
    const std::array<int, 8> label{};
#ifdef WELL_FORMED
    const hg::matrix<float, 8, 2> x;
#else
    const hg::matrix<float, 8, 3> x;
#endif
    return hg::testing::gradient_check<net>(hg::softmax_cross_entropy{}, p, x, label).holds();
}
