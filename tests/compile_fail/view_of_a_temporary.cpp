// The view of a matrix that nobody keeps.
// expect: = delete; // a view of a temporary matrix would dangle: name the matrix first
// expect: hg::row.0.5f, 0.25f..view
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    const auto x_whole = hg::row(0.5f, 0.25f);
    const auto x = x_whole.view();
#else
    const auto x = hg::row(0.5f, 0.25f).view();
#endif
    return net::forward(p, x)(0, 0) > 0;
}
