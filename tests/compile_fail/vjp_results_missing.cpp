// A product that was to be returned.
// expect-gcc: use of deleted function .*vjp
// expect-clang: call to deleted function 'vjp'
// expect: vjp\(p, x, g, dx, dp, ws\): g is dl/dy; dx and dp are written, or discard..
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
    const hg::matrix<float, 8, 4> g;
#ifdef WELL_FORMED
    hg::matrix<float, 8, 2> dx;
    hg::parameters<net> dp;
    hg::vjp(p, x, g, dx, dp, ws);
#else
    const auto dx = hg::vjp(p, x, g);
#endif
    return p[0] > x(0, 0) + static_cast<float>(label[0]) + ws.parameter_gradient()[0];
}
