// Two classes and one output.
// expect: the softmax of one output is 1, whatever it is
// expect: one_class<.*softmax_cross_entropy, .*outputs<1>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<2, 2>>;
#else
using net = hg::network<hg::dense<2, 1>>;
#endif

int main() {
    static hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<int, 8, 1> target;
    return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, p, x, target, ws) > 0.5f;
}
