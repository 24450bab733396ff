// Parameters whose dual numbers do not fit the stack.
// expect: this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: give it a workspace
// expect: derivative_exceeds_stack<.*needed_bytes<[0-9]+.*>, .*budget_bytes<131072
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 100, 200, 10>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const hg::matrix<float, 1, 100> x;
#ifdef WELL_FORMED
    const auto ws = std::make_unique<hg::dual_workspace<net, 1>>();
    const auto [y, dy] = hg::jvp(*p, *p, x, x, *ws);
#else
    const auto [y, dy] = hg::jvp(*p, *p, x, x);
#endif
    return y(0, 0) < dy(0, 0);
}
