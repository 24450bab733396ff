// Training rows of 3 numbers for a network of 2 inputs.
// expect: a batch must have as many columns as the network has inputs
// expect: batch_width_mismatch<.*batch_columns<3>, .*inputs<2>
// expect-gcc: \(3 == 2\)
// expect-clang: '3 == 2'
#include <handgrad/handgrad.hpp>

#include <array>
#include <span>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main(int count, char**) {
    hg::parameters<net> p;
    static net::workspace<32> ws;
    static std::array<float, 64 * 3> numbers;
    const std::array<int, 64> label{};
#ifdef WELL_FORMED
    const hg::rows<const float, 2> x(numbers.data(), count);
#else
    const hg::rows<const float, 3> x(numbers.data(), count);
#endif
    const auto labels = std::span(label).first(static_cast<std::size_t>(count));
    return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, p, x, labels, ws) > 0.5f;
}
