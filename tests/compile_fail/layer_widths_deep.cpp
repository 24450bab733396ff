// The fourth of five layers expects 33 numbers from one that produces 32; the first mistake is the one that
// is told.
// expect: a layer must expect as many inputs as the layer before it produces
// expect: shape_mismatch<.*layer_number<4>, .*produces<32>, .*expects<33>
// expect-gcc: \(32 == 33\)
// expect-clang: '32 == 33'
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int fourth = 32, fifth = 16;
#else
constexpr int fourth = 33, fifth = 17;
#endif
using net = hg::network<hg::dense<8, 64, hg::tanh>, hg::dense<64, 64, hg::silu>, hg::dense<64, 32, hg::relu>,
                        hg::dense<fourth, 16, hg::sigmoid>, hg::dense<fifth, 2>>;

int main() {
    hg::parameters<net> p;
    hg::momentum step;
    hg::optimizer_state<hg::momentum, net::parameter_count> state;
    net::workspace<4> ws;
    const hg::matrix<float, 4, 8> x;
    const std::array<int, 4> label{0, 1, 1, 0};
    const auto loss = net::train_step(hg::softmax_cross_entropy{}, step, p, x, label, ws, state);
    return loss < 0.5f && p.weights<4>()(0, 15) > 0 && p.biases<5>()(0, 1) > 0;
}
