// A prediction that was to be returned.
// expect-gcc: use of deleted function .*predict
// expect-clang: call to deleted function 'predict'
// expect: predict\(p, x, y\) or predict\(p, x, ws, y\), which write y; ws is a variable
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
    hg::matrix<float, 8, 4> y;
    net::predict(p, x, y);
#else
    const auto y = net::predict(p, x);
#endif
    return p[0] > x(0, 0) + static_cast<float>(label[0]) + ws.parameter_gradient()[0];
}
