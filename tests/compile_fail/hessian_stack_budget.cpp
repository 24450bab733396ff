// Parameters whose dual numbers do not fit the stack.
// expect: this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: give it a workspace
// expect: derivative_exceeds_stack<.*needed_bytes<[0-9]+.*>, .*budget_bytes<131072
#include <handgrad/handgrad.hpp>

#include <array>
#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 100, 200, 10>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto ws = std::make_unique<hg::dual_workspace<net, 1>>();
    const hg::matrix<float, 1, 100> x;
    const std::array<int, 1> label{};
    const hg::softmax_cross_entropy loss;
#ifdef WELL_FORMED
    const auto Hv = hg::hessian_vector_product(loss, *p, *p, x, label, *ws);
#else
    const auto Hv = hg::hessian_vector_product(loss, *p, *p, x, label);
#endif
    return Hv[0] > 0;
}
