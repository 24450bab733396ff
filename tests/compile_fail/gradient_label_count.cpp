// 64 labels for a batch of 32 rows.
// expect: there must be as many targets as the batch has rows
// expect: target_rows_mismatch<.*batch_rows<32>, .*target_rows<64>
// expect-gcc: \(64 == 32\)
// expect-clang: '64 == 32'
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
    const std::array<int, 64> label{};
#endif
    const double loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return loss > 0.5;
}
