// A row in braces.
// expect: no matching function
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 16, 4>;

int main() {
    const hg::parameters<net> p;
#ifdef WELL_FORMED
    const auto y = net::forward(p, hg::row(0.5f, 0.5f));
#else
    const auto y = net::forward(p, {{0.5f, 0.5f}});
#endif
    return y(0, 0) > 0;
}
