// A layer expects 128 numbers from one that produces 256.
// expect: a layer must expect as many inputs as the layer before it produces
// expect: shape_mismatch<.*layer_number<2>, .*produces<256>, .*expects<128>
// expect-gcc: \(256 == 128\)
// expect-clang: '256 == 128'
#include <handgrad/handgrad.hpp>

#include <array>
#include <cstdio>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int width = 256;
#else
constexpr int width = 128;
#endif
using net = hg::network<hg::dense<784, 256, hg::relu>, hg::dense<width, 10>>;

int main() {
    hg::rng rng{1};
    hg::parameters<net> p, gradient;
    net::initialize(p, rng);
    static net::workspace<64> ws;
    const hg::matrix<float, 64, net::inputs> x;
    const std::array<int, 64> label{};
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    hg::sgd step{.rate = 0.1};
    step(p, gradient);
    const auto y = net::forward(p, x.row(0));
    const hg::view<const float, 1, 10> scores = y;
    std::printf("%g %g %g %d\n", loss, y(0, 0), p.weights<1>()(0, 0), net::parameter_count);
    return scores(0, 9) > 0;
}
