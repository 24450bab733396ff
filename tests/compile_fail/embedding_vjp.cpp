// The gradient with respect to tokens, by vjp.
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
    hg::vjp(p, hg::sequences<2>(x), target, hg::discard{}, gradient, ws);
#else
    hg::matrix<float, 8, 1> dx;
    hg::vjp(p, hg::sequences<2>(x), target, dx, gradient, ws);
#endif
    return p[0] > 0;
}
