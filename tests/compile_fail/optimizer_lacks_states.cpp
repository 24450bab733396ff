// A rule that does not say how much it keeps.
// expect: this optimizer lacks a public `static constexpr int states`
// expect: optimizer_lacks_states<.*descent>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

/// p <- p - rate g
struct descent {
    float rate = 0.1f;
#ifdef WELL_FORMED
    static constexpr int states = 0;
#endif

    template <class V>
    constexpr void update(V& p, V g) const {
        p = p - V(static_cast<typename V::value_type>(rate)) * g;
    }
};

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    static hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<int, 8, 1> label;
    return net::train_step(hg::softmax_cross_entropy{}, descent{}, p, x, label, ws) > 0.5f;
}
