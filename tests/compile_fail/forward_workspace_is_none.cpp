// Room for the result in the place of the workspace.
// expect: the workspace is of type Net::workspace<B>
// expect: not_a_workspace<.*matrix<float, 64, 4>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 64, 2> x;
#ifdef WELL_FORMED
    static net::workspace<64> ws;
    const auto y = net::forward(p, x, ws);
#else
    static hg::matrix<float, 64, 4> y;
    net::forward(p, x, y);
#endif
    return y(63, 3) > 0;
}
