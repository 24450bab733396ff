// A view that is made from a matrix that nobody keeps.
// expect: = delete; // a view of a temporary matrix: name it first
// expect: x = hg::row
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    const auto x_whole = hg::row(0.5f, 0.25f);
    const hg::view<const float, 1, 2> x = x_whole;
#else
    const hg::view<const float, 1, 2> x = hg::row(0.5f, 0.25f);
#endif
    return net::forward(p, x)(0, 0) > 0;
}
