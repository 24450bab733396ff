// A network with a name of its own, whose second layer expects too much.
// expect: a layer must expect as many inputs as the layer before it produces
// expect: shape_mismatch<.*layer_number<2>, .*produces<16>, .*expects<32>
// expect-gcc: \(16 == 32\)
// expect-clang: '16 == 32'
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
struct policy : hg::network<hg::dense<4, 16, hg::tanh>, hg::dense<16, 2>> {};
#else
struct policy : hg::network<hg::dense<4, 16, hg::tanh>, hg::dense<32, 2>> {};
#endif

int main() {
    hg::rng rng{1};
    hg::parameters<policy> p;
    policy::initialize(p, rng);
    policy::workspace<8> ws;
    const hg::matrix<float, 8, policy::inputs> x;
    const auto y = policy::forward(p, x, ws);
    for (const float action : y.row(0))
        if (action > 0) return 1;
    return y(7, 1) > 0;
}
