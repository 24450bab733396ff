// The gradient with respect to tokens.
// expect: this network begins with an embedding: its inputs are tokens, with respect to which there
// expect: is no gradient
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::embedding<9, 3>, hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<std::int32_t, 8, 1> x;
    const hg::matrix<float, 8, 2> target;
    static net::workspace<2 * hg::steps(4)> ws;
    hg::parameters<net> gradient;
#ifdef WELL_FORMED
    net::value_and_gradient(hg::mean_squared_error{}, p, hg::sequences<2>(x), target, gradient, ws);
#else
    hg::matrix<float, 8, 1> dx;
    net::value_and_gradient(hg::mean_squared_error{}, p, hg::sequences<2>(x), target, gradient, ws, dx);
#endif
    return p[0] > 0;
}
