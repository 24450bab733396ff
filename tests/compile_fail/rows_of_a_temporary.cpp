// Rows that are made from a matrix that nobody keeps.
// expect: = delete; // rows of a temporary matrix would dangle: name it
// expect: x = hg::row
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    hg::parameters<net> p;
#ifdef WELL_FORMED
    const auto x_whole = hg::row(0.5f, 0.25f);
    const hg::rows<const float, 2> x = x_whole;
#else
    const hg::rows<const float, 2> x = hg::row(0.5f, 0.25f);
#endif
    return net::forward(p, x.tile<1>(0))(0, 0) > 0;
}
