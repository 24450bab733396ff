// A hidden layer of which a single row does not fit the stack, frozen.
// expect: a single row needs more bytes of the stack than HANDGRAD_STACK_BUDGET: pass a
// expect: Net::workspace<B> that is static or on the heap, predict\(x, ws, y\)
// expect: frozen_predict_exceeds_stack<.*needed_bytes<160000>, .*budget_bytes<131072>
#include <handgrad/handgrad.hpp>

#include <memory>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 40000, 4>;

int main() {
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto f = std::make_unique<hg::frozen<net>>(*p);
    const auto ws = std::make_unique<net::workspace<1>>();
    const hg::matrix<float, 8, 2> x;
    hg::matrix<float, 8, 4> y;
#ifdef WELL_FORMED
    f->predict(x, *ws, y);
#else
    f->predict(x, y);
#endif
    return y(7, 3) > 0;
}
