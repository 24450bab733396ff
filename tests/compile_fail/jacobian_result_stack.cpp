// A jacobian that is too big to be returned.
// expect: the result of this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: have it
// expect: jacobian\(p, x, ws, J\)
// expect: derivative_result_exceeds_stack<.*needed_bytes<160000.*>, .*budget_bytes<131072
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 200, 8, 200>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto ws = std::make_unique<net::workspace<200>>();
    const hg::matrix<float, 1, 200> x;
#ifdef WELL_FORMED
    static hg::matrix<float, 200, 200> J;
    hg::jacobian(*p, x, *ws, J);
#else
    const auto J = hg::jacobian(*p, x, *ws);
#endif
    return J(0, 0) > 0;
}
