// A seed for a generator.
// expect-gcc: use of deleted function .*initialize
// expect-clang: call to deleted function 'initialize'
// expect: initialize\(p, rng\) or initialize\(p, rng, he_normal..\), after hg::rng rng\(42\)
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
#ifdef WELL_FORMED
    hg::rng rng(42);
    net::initialize(p, rng);
#else
    net::initialize(p, 42);
#endif
    return p[0] > x(0, 0) + static_cast<float>(label[0]) + ws.parameter_gradient()[0];
}
