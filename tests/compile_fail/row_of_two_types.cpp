// A row of two floats and a double.
// expect: the numbers of a row must have one type: row\(0.5f, 1.0f\)
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 3, 16, 4>;

int main() {
    const hg::parameters<net> p;
#ifdef WELL_FORMED
    const auto y = net::forward(p, hg::row(0.5f, 0.25f, 0.125f));
#else
    const auto y = net::forward(p, hg::row(0.5f, 0.25f, 0.125));
#endif
    return y(0, 0) > 0;
}
