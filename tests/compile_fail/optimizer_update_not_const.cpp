// A rule that changes while it is applied.
// expect: an optimizer is called as update\(V& p, V g, V&... state\)
// expect: update_of_another_signature<.*descent>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

/// p <- p - rate g
struct descent {
    float rate = 0.1f;
    static constexpr int states = 0;

    template <class V>
#ifdef WELL_FORMED
    constexpr void update(V& p, V g) const {
#else
    constexpr void update(V& p, V g) {
#endif
        p = p - V(static_cast<typename V::value_type>(rate)) * g;
}
}
;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    static hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<int, 8, 1> label;
    return net::train_step(hg::softmax_cross_entropy{}, descent{}, p, x, label, ws) > 0.5f;
}
