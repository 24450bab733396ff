// Parameters that may not be written.
// expect: this argument is written to: it must not be const
// expect: read_only<const .*parameters<
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
#ifdef WELL_FORMED
    hg::parameters<net> p;
#else
    const hg::parameters<net> p;
#endif
    return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, p, x, label, ws) > 0.5f;
}
