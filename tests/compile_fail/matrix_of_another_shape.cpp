// The result of a network in a matrix of another width.
// expect-gcc: use of deleted function .*int Cols = 2; T = float; int R = 1; int C = 3
// expect: a matrix of another shape or number type
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int classes = 2;
#else
constexpr int classes = 3;
#endif
using net = hg::network<hg::dense<2, 16, hg::relu>, hg::dense<16, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, classes> y = net::forward(p, hg::row(0.5f, 0.5f));
    return y(0, 0) > 0;
}
