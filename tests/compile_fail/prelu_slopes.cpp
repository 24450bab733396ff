// A prelu of 16 columns with 4 slopes.
// expect: the second argument of prelu is the number of slopes: as many as columns, or 1
// expect: prelu_slopes<16, 4>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int slopes = 1;
#else
constexpr int slopes = 4;
#endif
using net = hg::network<hg::dense<2, 16>, hg::prelu<16, slopes>, hg::dense<16, 3>>;

int main() {
    hg::parameters<net> p, gradient;
    net::workspace<4> ws;
    const hg::matrix<float, 4, 2> x;
    const std::array<int, 4> label{};
    const float loss = net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    return loss > 0;
}
