// The row of a result that nobody keeps.
// expect: = delete; // a view of a temporary matrix: name it first
// expect: forward\(p, hg::row
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    const auto y_whole = net::forward(p, hg::row(0.5f, 0.5f));
    const auto y = y_whole.row(0);
#else
    const auto y = net::forward(p, hg::row(0.5f, 0.5f)).row(0);
#endif
    return y(0, 0) > 0;
}
