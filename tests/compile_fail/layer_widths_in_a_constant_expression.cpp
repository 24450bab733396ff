// A network that is run by the compiler, whose second layer expects too little.
// expect: a layer must expect as many inputs as the layer before it produces
// expect: shape_mismatch<.*layer_number<2>, .*produces<16>, .*expects<8>
// expect-gcc: \(16 == 8\)
// expect-clang: '16 == 8'
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<2, 16, hg::tanh>, hg::dense<16, 2>>;
#else
using net = hg::network<hg::dense<2, 16, hg::tanh>, hg::dense<8, 2>>;
#endif

constexpr hg::parameters<net> trained = [] {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng);
    net::workspace<4> ws;
    const hg::matrix<float, 4, 2> x{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    const std::array<int, 4> label{0, 1, 1, 0};
    for (int k = 0; k < 2; ++k)
        net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 1}, p, x, label, ws);
    return p;
}();
constexpr auto y = net::forward(trained, hg::row(1.0f, 0.0f));
static_assert(y.rows == 1 && y.cols == 2);

int main() { return y(0, 1) > y(0, 0); }
