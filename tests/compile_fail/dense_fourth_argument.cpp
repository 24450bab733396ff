// Neither bias nor no_bias as the fourth argument.
// expect: the fourth argument of dense is bias or no_bias
// expect: neither_bias_nor_no_bias<.*dense<2, 16, .*relu, .*identity>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
using fourth = hg::no_bias;
#else
using fourth = hg::identity;
#endif
using net = hg::network<hg::dense<2, 16, hg::relu, fourth>, hg::dense<16, 2>>;

int main() {
    hg::parameters<net> p;
    net::workspace<2> ws;
    const hg::matrix<float, 2, 2> x;
    const std::array<int, 2> label{0, 1};
    return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, p, x, label, ws) > 0;
}
