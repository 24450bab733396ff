// Compiled twice, for two instruction sets, under the names HANDGRAD_ODR_UNIT = wide and narrow.
#include "crossing.hpp"

#define HANDGRAD_JOINED(a, b) a##b
#define HANDGRAD_NAME(a, b) HANDGRAD_JOINED(a, b)

namespace odr {
namespace {

const hg::softmax_cross_entropy loss;

void initialize(net::block<>& p, hg::rng& r) { net::initialize(p, r); }

float train(net::block<>& p, hg::rows<const float, 5> x, hg::view<const int, 8, 1> label, state& s) {
    static net::workspace<8> ws;
    return net::train_step(loss, hg::adam{.rate = 0.05}, p, x.tile<8>(0), label, ws, s);
}

float gradient(const net::block<>& p, const hg::matrix<float, 8, 5>& x, hg::view<const int, 8, 1> label,
               net::block<>& to) {
    static net::workspace<8> ws;
    return net::value_and_gradient(loss, p, x, label, to, ws);
}

void predict(const net::block<>& p, hg::rows<const float, 5> x, hg::rows<float, 3> y) {
    net::predict(p, x, y);
}

hg::matrix<float, 8, 3> forward(const net::block<>& p, hg::view<const float, 8, 5> x) {
    return hg::freeze(hg::parameters<net>(p)).forward(x);
}

} // namespace

work HANDGRAD_NAME(HANDGRAD_ODR_UNIT, _work)() { return {initialize, train, gradient, predict, forward}; }

} // namespace odr
