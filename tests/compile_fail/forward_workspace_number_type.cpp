// A workspace of float for parameters of double.
// expect: parameters, gradient and workspace must have numbers of one type: parameters<Net, T> and
// expect: Net::workspace<B, T>
// expect: number_mismatch<.*has<float>, .*wants<double>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net, double> p;
    const hg::matrix<double, 64, 2> x;
#ifdef WELL_FORMED
    static net::workspace<64, double> ws;
#else
    static net::workspace<64> ws;
#endif
    const auto y = net::forward(p, x, ws);
    return y(63, 3) > 0;
}
