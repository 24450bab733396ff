// A vector of parameters that is too big to be returned.
// expect: the result of this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: have it
// expect: hessian_vector_product\(loss, p, v, x, target, ws, Hv\)
// expect: derivative_result_exceeds_stack<.*needed_bytes<[0-9]+.*>, .*budget_bytes<131072
#include <handgrad/handgrad.hpp>

#include <array>
#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 100, 400, 10>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto ws = std::make_unique<hg::dual_workspace<net, 1>>();
    const auto Hv = std::make_unique<hg::parameters<net>>();
    const hg::matrix<float, 1, 100> x;
    const std::array<int, 1> label{};
    const hg::softmax_cross_entropy loss;
#ifdef WELL_FORMED
    hg::hessian_vector_product(loss, *p, *p, x, label, *ws, *Hv);
#else
    *Hv = hg::hessian_vector_product(loss, *p, *p, x, label, *ws);
#endif
    return (*Hv)[0] > 0;
}
