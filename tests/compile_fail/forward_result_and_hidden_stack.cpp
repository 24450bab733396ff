// A hidden layer and a result that fit the stack by themselves, but not together.
// expect: this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: pass a Net::workspace<B>
// expect: stack_budget_exceeded<.*needed_bytes<163840>, .*budget_bytes<131072>
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 4, 256, 1024>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto ws = std::make_unique<net::workspace<32>>();
    const hg::matrix<float, 32, 4> x;
#ifdef WELL_FORMED
    const auto y = net::forward(*p, x, *ws);
#else
    const auto y = net::forward(*p, x);
#endif
    return y(31, 3) > 0;
}
