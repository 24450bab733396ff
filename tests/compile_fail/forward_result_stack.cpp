// A result that is too big to be returned.
// expect: the result of this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: have it
// expect: written to a matrix that is static or on the heap, predict\(p, x, y\), or forward\(p, x, ws, y\)
// expect: with a Net::workspace<B>
// expect: result_exceeds_stack<.*needed_bytes<12800000>, .*budget_bytes<131072>
// expect-gcc: \(12800000 <= 131072\)
// expect-clang: '12800000UL <= 131072UL'
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 4, 4, 200000>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const hg::matrix<float, 16, 4> x;
    const auto y = std::make_unique<hg::matrix<float, 16, 200000>>();
#ifdef WELL_FORMED
    net::predict(*p, x, *y);
#else
    *y = net::forward(*p, x);
#endif
    return (*y)(15, 3) > 0;
}
