// A batch without tangents.
// expect-gcc: use of deleted function .*jvp
// expect-clang: call to deleted function 'jvp'
// expect: jvp\(p, dp, x, dx\), or jvp\(p, dp, x, dx, ws, y, dy\) with variables
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
    p[0] = hg::jvp(p, p, x).y(0, 0);
#else
    p[0] = hg::jvp(p, x);
#endif
    return p[0] > x(0, 0) + static_cast<float>(label[0]) + ws.parameter_gradient()[0];
}
