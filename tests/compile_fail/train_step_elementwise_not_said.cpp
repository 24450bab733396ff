// A rule with a function of its own that does not say whether that does more.
// expect: this optimizer has a rule, `update`, and a function of its own, operator\(\), which may
// expect: elementwise_not_said<(\(anonymous namespace\)::)?descent>
#include <handgrad/handgrad.hpp>

#include <array>

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;

struct descent {
#ifdef WELL_FORMED
    using elementwise = descent;
#endif
    static constexpr int states = 0;

    template <class V>
    void update(V& p, V g) const {
        p = p - g;
    }
    void operator()(auto& p, const auto& gradient) const { hg::apply(*this, p, gradient); }
};

int main() {
    hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const std::array<int, 8> label{};
    return net::train_step(hg::softmax_cross_entropy{}, descent{}, p, x, label, ws) > 0.5f;
}
