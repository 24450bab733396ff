// Percent, where a part of one is expected.
// expect: the momentum of batch_norm, by which the running mean and variance move
// expect: not_a_running_momentum<.*batch_norm<4
// expect: ratio<10
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using momentum = std::ratio<10, 100>;
#else
using momentum = std::ratio<10>;
#endif
using net = hg::network<hg::dense<8, 4>, hg::batch_norm<4, hg::relu, momentum>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 8> x;
    const hg::matrix<float, 1, 2> y = net::forward(p, x);
    return y(0, 0) > 0;
}
