// The sigmoid that the loss has built in.
// expect: this loss applies sigmoid itself: the network must end without it
// expect: sigmoid_twice<.*binary_cross_entropy_with_logits, .*outputs<3>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<2, 3>>;
#else
using net = hg::network<hg::dense<2, 3, hg::sigmoid>>;
#endif

int main() {
    static hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<float, 8, 3> target;
    return net::train_step(hg::binary_cross_entropy_with_logits{}, hg::sgd{.rate = 0.1}, p, x, target, ws) >
           0.5f;
}
