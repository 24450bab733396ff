// A jacobian whose workspace does not fit the stack beside it.
// expect: this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: give it a workspace
// expect: derivative_exceeds_stack<.*needed_bytes<[0-9]+.*>, .*budget_bytes<131072
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 100, 100, 100>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto ws = std::make_unique<net::workspace<100>>();
    const hg::matrix<float, 1, 100> x;
#ifdef WELL_FORMED
    const auto J = hg::jacobian(*p, x, *ws);
#else
    const auto J = hg::jacobian(*p, x);
#endif
    return J(0, 0) > 0;
}
