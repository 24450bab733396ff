// A frozen network that is too big to be returned.
// expect: a frozen network of more bytes than HANDGRAD_STACK_BUDGET is not returned: make it where it
// expect: stays, `static const frozen<Net, Weight> f\(p\)`, or make_unique<frozen<Net, Weight>>\(p\)
// expect: frozen_network_exceeds_stack<.*needed_bytes<[0-9]+.*>, .*budget_bytes<131072
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 784, 128, 10>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const hg::matrix<float, 1, 784> x;
#ifdef WELL_FORMED
    static const hg::frozen<net> f(*p);
#else
    static const auto f = hg::freeze(*p);
#endif
    return f.forward(x)(0, 3) > 0;
}
