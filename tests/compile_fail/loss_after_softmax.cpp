// The softmax that the loss has built in.
// expect: this loss applies softmax itself: the network must end before it
// expect: softmax_twice<.*softmax_cross_entropy, .*outputs<4>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<2, 4>>;
#else
using net = hg::network<hg::dense<2, 4>, hg::softmax<4>>;
#endif

int main() {
    static hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<int, 8, 1> target;
    return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, p, x, target, ws) > 0.5f;
}
