// stream of floats through a network of tokens.
// expect: this network begins with an embedding: the numbers of a batch are tokens, std::int32_t
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::embedding<9, 3>, hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<std::int32_t, 8, 1> x;
    net::state<1> state;
    float y[16] = {};
#ifdef WELL_FORMED
    net::stream(p, x.data(), y, 8, state);
#else
    const float z[8] = {};
    net::stream(p, z, y, 8, state);
#endif
    return y[0] > 0 || state.steps() > 0;
}
