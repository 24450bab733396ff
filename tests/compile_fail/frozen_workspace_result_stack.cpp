// The same of a call that has a workspace.
// expect: the result of this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: have it
// expect: written to a matrix that is static or on the heap, predict\(x, y\), or forward\(x, ws, y\)
// expect: frozen_result_exceeds_stack<.*needed_bytes<12800000>, .*budget_bytes<131072>
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 4, 4, 200000>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto f = std::make_unique<hg::frozen<net>>(*p);
    const auto ws = std::make_unique<net::workspace<16>>();
    const hg::matrix<float, 16, 4> x;
    const auto y = std::make_unique<hg::matrix<float, 16, 200000>>();
#ifdef WELL_FORMED
    f->forward(x, *ws, *y);
#else
    *y = f->forward(x, *ws);
#endif
    return (*y)(15, 3) > 0;
}
