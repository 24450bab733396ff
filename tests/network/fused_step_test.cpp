// A step that is taken while the gradient is in registers: the bits of one that is taken after it.
#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>
#include <share.hpp>

#include <array>
#include <memory>

namespace {

namespace hg = handgrad;

/// Does what its rule does, but does not say so: it is called after the whole gradient is known.
template <class Rule>
struct unfused {
    Rule rule;

    void operator()(auto& p, const auto& gradient, auto&... state) const { rule(p, gradient, state...); }
};

template <class Net, int B, class Rule>
struct learner {
    hg::parameters<Net> p;
    typename Net::template workspace<B> ws;
    hg::optimizer_state<Rule, Net::parameter_count> state;

    learner() {
        hg::rng random{1};
        Net::initialize(p, random);
    }
};

template <class Net, int B, class Rule>
void require_equal_steps(const Rule& rule) {
    const auto fused = std::make_unique<learner<Net, B, Rule>>(),
               apart = std::make_unique<learner<Net, B, Rule>>();
    const auto x = std::make_unique<hg::matrix<float, B, Net::inputs>>();
    std::array<int, B> label;
    hg::rng random{2};
    for (int k = 0; k < 3; ++k) {
        for (float& value : *x) value = random.normal<float>();
        for (int& y : label) y = static_cast<int>(random.below(Net::outputs));
        const float loss =
            Net::train_step(hg::softmax_cross_entropy{}, rule, fused->p, *x, label, fused->ws, fused->state);
        CHECK(Net::train_step(hg::softmax_cross_entropy{}, unfused<Rule>{rule}, apart->p, *x, label,
                              apart->ws, apart->state) == loss);
        CHECK(fused->p == apart->p);
        CHECK(fused->state.steps() == apart->state.steps());
        bool equal_states = true;
        for (int i = 0; i < fused->state.size; ++i)
            equal_states = equal_states && fused->state.data()[i] == apart->state.data()[i];
        CHECK(equal_states);
    }
}

// Rows a page apart, columns that share a vector, a last vector moved back, turned products, layers that know
// nothing of a step, layers within layers.
using ragged =
    hg::network<hg::dense<1024, 35, hg::relu>, hg::dense<35, 29>, hg::prelu<29>,
                hg::residual<hg::dense<29, 13, hg::gelu, hg::no_bias>, hg::batch_norm<13>, hg::dense<13, 29>>,
                hg::dense<29, 11, hg::tanh>, hg::dense<11, 1>, hg::dense<1, 3>>;

} // namespace

TEST_CASE("a fused step of gradient descent") {
    if constexpr (is_mine(0)) require_equal_steps<ragged, 19>(hg::sgd{.rate = 0.1, .weight_decay = 0.01});
}

TEST_CASE("a fused step of Adam, which counts its steps") {
    if constexpr (is_mine(1)) require_equal_steps<ragged, 19>(hg::adam{.rate = 0.01});
}

TEST_CASE("a fused step after a batch so long that the sums over it have parts") {
    if constexpr (is_mine(2))
        require_equal_steps<hg::mlp<hg::relu, 9, 17, 4>, 1100>(hg::momentum{.rate = 0.05, .nesterov = true});
}

namespace {

/// An optimizer of a user's, made of one of the library's.
struct halved : hg::sgd {
    void operator()(auto& p, auto& gradient) const {
        for (float& g : gradient) g /= 2;
        hg::sgd::operator()(p, gradient);
    }
};

} // namespace

TEST_CASE("what a rule's heir does besides is done") {
    using net = hg::mlp<hg::relu, 2, 3, 2>;
    hg::parameters<net> p, q;
    hg::rng random{1};
    net::initialize(p, random);
    q = p;
    net::workspace<4> ws;
    const hg::matrix<float, 4, 2> x{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    const std::array<int, 4> label{0, 1, 1, 0};
    net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.25}, p, x, label, ws);
    net::train_step(hg::softmax_cross_entropy{}, halved{{.rate = 0.5}}, q, x, label, ws);
    CHECK(p == q);
}

namespace {

/// Signs of the gradient: a rule, and nothing else.
struct sign_descent {
    double rate = 0.01;
    static constexpr int states = 0;

    template <class V>
    void update(V& p, V g) const {
        const V step(static_cast<typename V::value_type>(rate));
        p = p - select(g > V(0), step, select(g < V(0), -step, V(0)));
    }
};
/// The same with a function of its own, which says that it does more.
struct called : sign_descent {
    using elementwise = void;
    void operator()(auto& p, const auto& gradient) const {
        hg::apply(static_cast<const sign_descent&>(*this), p, gradient);
    }
};

} // namespace

TEST_CASE("a rule need not say that it is fused") {
    using net = hg::mlp<hg::relu, 2, 3, 2>;
    hg::parameters<net> p, q, r;
    hg::rng random{1};
    net::initialize(p, random);
    q = r = p;
    const hg::matrix<float, 4, 2> x{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    const std::array<int, 4> label{0, 1, 1, 0};
    net::workspace<4> fused, apart, in_tiles[2];
    net::train_step(hg::softmax_cross_entropy{}, sign_descent{}, p, x, label, fused);
    net::train_step(hg::softmax_cross_entropy{}, called{}, q, x, label, apart);
    CHECK(p == q);
    CHECK(fused.parameter_gradient() == hg::parameters<net>{}); // which is nowhere in memory
    CHECK_FALSE(apart.parameter_gradient() == hg::parameters<net>{});

    // Where the gradient has to be in memory, the rule is applied to it.
    net::train_step(hg::softmax_cross_entropy{}, sign_descent{}, r, hg::rows<const float, 2>(x), label,
                    in_tiles[0]);
    CHECK(r == q);
}
