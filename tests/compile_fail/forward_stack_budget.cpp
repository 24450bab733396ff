// A batch whose hidden layer needs more than the stack budget.
// expect: this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: pass a Net::workspace<B>
// expect: that is static or on the heap, forward\(p, x, ws\), or use predict\(p, x, y\), which works in
// expect: tiles
// expect: stack_budget_exceeded<.*needed_bytes<262144>, .*budget_bytes<131072>
// expect-gcc: \(262144 <= 131072\)
// expect-clang: '262144UL <= 131072UL'
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 256, 4>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const hg::matrix<float, 256, 2> x;
#ifdef WELL_FORMED
    const auto ws = std::make_unique<net::workspace<256>>();
    const auto y = net::forward(*p, x, *ws);
#else
    const auto y = net::forward(*p, x);
#endif
    return y(255, 3) > 0;
}
