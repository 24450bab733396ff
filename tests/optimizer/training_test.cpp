// Optimizers, schedules, clipping and initializers as a network's training meets them.
#include <bits.hpp>

#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

namespace {

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 8, hg::tanh>, hg::dense<8, 2>>;

const hg::matrix<float, 4, 2> corners{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
const std::array<int, 4> exclusive_or{0, 1, 1, 0};

/// The loss after 60 steps, each as `step(p, gradient, state)` takes it. The state is Rule's.
template <class Rule, class Step>
float trained(const Step& step) {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng, hg::torch_default{});
    net::workspace<4> ws;
    hg::optimizer_state<Rule, net::parameter_count> state;
    for (int k = 0; k < 60; ++k)
        net::train_step(hg::softmax_cross_entropy{}, step, p, corners, exclusive_or, ws, state);
    CHECK(state.steps() == 60);
    return net::value_and_gradient(hg::softmax_cross_entropy{}, p, corners, exclusive_or,
                                   ws.parameter_gradient(), ws);
}

template <hg::initializer Scheme>
bool different_weights(const Scheme& scheme) {
    hg::rng rng{1};
    hg::parameters<net> p, untouched;
    net::initialize(p, rng, scheme);
    return !(p == untouched);
}

} // namespace

TEST_CASE("each optimizer learns exclusive or through train_step") {
    CHECK(trained<hg::sgd>(hg::sgd{.rate = 1.0}) < 0.2f);
    CHECK(trained<hg::momentum>(hg::momentum{.rate = 0.2, .nesterov = true}) < 0.2f);
    CHECK(trained<hg::adam>(hg::adam{.rate = 0.05}) < 0.2f);
    CHECK(trained<hg::adamw>(hg::adamw{.rate = 0.05}) < 0.2f);
    CHECK(trained<hg::rmsprop>(hg::rmsprop{.rate = 0.02}) < 0.2f);
    CHECK(trained<hg::adagrad>(hg::adagrad{.rate = 0.2}) < 0.2f);
}

TEST_CASE("a schedule and clipping in one step of one's own") {
    const hg::linear_warm_up<hg::cosine_annealing> schedule{.steps = 5, .after = {.rate = 0.1, .steps = 55}};
    double longest = 0;
    const auto step = [&](auto& p, auto& gradient, auto& state) {
        const double norm = hg::clip_norm(gradient, 0.5);
        longest = norm > longest ? norm : longest;
        hg::adam{.rate = schedule(state.steps())}(p, gradient, state);
    };
    CHECK(trained<hg::adam>(step) < 0.2f);
    CHECK(longest > 0);
}

TEST_CASE("a network begins by any scheme") {
    CHECK(different_weights(hg::he_normal{}));
    CHECK(different_weights(hg::lecun_uniform{}));
    CHECK(different_weights(hg::orthogonal{.gain = 1.4}));
    CHECK(different_weights(hg::torch_default{}));
    CHECK(different_weights(hg::constant{.value = 0.1}));
    CHECK(!different_weights(hg::zeros{}));
}

// In a constant expression, too.
static_assert([] {
    hg::rng rng{1};
    hg::parameters<hg::network<hg::dense<3, 4>>> p;
    decltype(p)::network_type::initialize(p, rng, hg::orthogonal{});
    float square = 0;
    for (int j = 0; j < 4; ++j) square += p.weights<1>()(0, j) * p.weights<1>()(0, j);
    return square > 0.999999f && square < 1.000001f;
}());
