// The same at the end of a network in the network.
// expect: this loss applies softmax itself: the network must end before it
// expect: softmax_twice<.*class_weighted<.*soft_cross_entropy, 2>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<2, 4>, hg::network<hg::dense<4, 2>>>;
#else
using net = hg::network<hg::dense<2, 4>, hg::network<hg::dense<4, 2>, hg::softmax<2>>>;
#endif

int main() {
    static hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<float, 8, 2> target;
    return net::train_step(hg::class_weighted(hg::soft_cross_entropy{}, {1., 2.}), hg::sgd{.rate = 0.1}, p, x,
                           target, ws) > 0.5f;
}
