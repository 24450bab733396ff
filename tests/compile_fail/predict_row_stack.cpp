// A hidden layer of which a single row does not fit the stack.
// expect: a single row needs more bytes of the stack than HANDGRAD_STACK_BUDGET: pass a
// expect: Net::workspace<B> that is static or on the heap, predict\(p, x, ws, y\)
// expect: predict_exceeds_stack<.*needed_bytes<160000>, .*budget_bytes<131072>
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 40000, 4>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto ws = std::make_unique<net::workspace<1>>();
    const hg::matrix<float, 8, 2> x;
    hg::matrix<float, 8, 4> y;
#ifdef WELL_FORMED
    net::predict(*p, x, *ws, y);
#else
    net::predict(*p, x, y);
#endif
    return y(7, 3) > 0;
}
