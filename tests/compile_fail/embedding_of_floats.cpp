// Floats for a network of tokens.
// expect: this network begins with an embedding: the numbers of a batch are tokens, std::int32_t
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::embedding<9, 3>, hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<std::int32_t, 8, 1> x;
#ifdef WELL_FORMED
    p[0] = net::forward(p, hg::sequences<2>(x))(0, 0);
#else
    const hg::matrix<float, 8, 1> z;
    p[0] = net::forward(p, hg::sequences<2>(z))(0, 0);
#endif
    return p[0] > 0;
}
