// The result of a frozen network that is too big to be returned.
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
    const hg::matrix<float, 16, 4> x;
    const auto y = std::make_unique<hg::matrix<float, 16, 200000>>();
#ifdef WELL_FORMED
    f->predict(x, *y);
#else
    *y = f->forward(x);
#endif
    return (*y)(15, 3) > 0;
}
