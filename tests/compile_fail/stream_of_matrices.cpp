// stream of matrices: it takes pointers and a count.
// expect: stream\(p, x, y, count, state\)
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::gru<3, 4>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 8, 3> x;
    net::state<1> state;
    hg::matrix<float, 8, 2> y;
#ifdef WELL_FORMED
    net::stream(p, x.data(), y.data(), 8, state);
#else
    net::stream(p, x, y, 8, state);
#endif
    return y(0, 0) > 0 || state.steps() > 0;
}
