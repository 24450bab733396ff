// A batch whose hidden layer does not fit the stack, frozen.
// expect: this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: pass a Net::workspace<B>
// expect: that is static or on the heap, forward\(x, ws\), or use predict\(x, y\), which works in tiles
// expect: frozen_forward_exceeds_stack<.*needed_bytes<262144>, .*budget_bytes<131072>
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 256, 4>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto f = std::make_unique<hg::frozen<net>>(*p);
    const auto ws = std::make_unique<net::workspace<256>>();
    const hg::matrix<float, 256, 2> x;
#ifdef WELL_FORMED
    const auto y = f->forward(x, *ws);
#else
    const auto y = f->forward(x);
#endif
    return y(255, 3) > 0;
}
