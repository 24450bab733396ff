// The network named once more.
// expect-gcc: use of deleted function .*jacobian
// expect-clang: call to deleted function 'jacobian'
// expect: jacobian\(p, x\), or jacobian\(p, x, ws, J\) with variables ws and J
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
    p[0] = hg::jacobian(p, hg::row(0.5f, 0.5f))(0, 0);
#else
    p[0] = hg::jacobian<net>(p, hg::row(0.5f, 0.5f))(0, 0);
#endif
    return p[0] > x(0, 0) + static_cast<float>(label[0]) + ws.parameter_gradient()[0];
}
