// Outputs and tangents that are too big to be returned.
// expect: the result of this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: have it
// expect: jvp\(p, dp, x, dx, ws, y, dy\)
// expect: derivative_result_exceeds_stack<.*needed_bytes<160000.*>, .*budget_bytes<131072
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 4, 8, 20000>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto ws = std::make_unique<hg::dual_workspace<net, 1>>();
    const hg::matrix<float, 1, 4> x;
#ifdef WELL_FORMED
    static hg::matrix<float, 1, 20000> y, dy;
    hg::jvp(*p, *p, x, x, *ws, y, dy);
#else
    const auto [y, dy] = hg::jvp(*p, *p, x, x, *ws);
#endif
    return y(0, 0) < dy(0, 0);
}
