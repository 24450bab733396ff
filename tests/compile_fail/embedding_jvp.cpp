// A tangent of tokens.
// expect: this network begins with an embedding: its inputs are tokens
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::embedding<9, 3>, hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<std::int32_t, 8, 1> x;
#ifdef WELL_FORMED
    p[0] = hg::jvp(p, p, hg::sequences<2>(x), hg::zero_tangent{}).dy(0, 0);
#else
    const hg::matrix<float, 8, 1> dx;
    p[0] = hg::jvp(p, p, hg::sequences<2>(x), dx).dy(0, 0);
#endif
    return p[0] > 0;
}
