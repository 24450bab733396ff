// Layers with a memory in constant expressions: the bits of the run time. (g++ is asked)
#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

namespace hg = handgrad;

namespace {

using net = hg::network<hg::gru<1, 2, hg::bias, hg::learned_initial_state>, hg::lstm<2, 2>, hg::dense<2, 1>>;
constexpr int steps = 3;

struct outcome {
    hg::parameters<net> p;
    hg::matrix<float, 2 * steps, 1> y;
    net::state<2> state;
    float loss = 0;
    bool operator==(const outcome&) const = default;
};

/// Two steps of training on two sequences, the second of which goes on; then a stream of what was learned.
constexpr outcome learned(float seed) {
    outcome o;
    hg::matrix<float, 2 * steps, 1> x, target;
    net::workspace<2 * hg::steps(steps)> ws;
    for (int i = 0; i < net::parameter_count; ++i) o.p[i] = seed * static_cast<float>(i % 7 - 3);
    for (int r = 0; r < x.rows; ++r) {
        x(r, 0) = seed * static_cast<float>(r - 2);
        target(r, 0) = seed * static_cast<float>(3 - r);
    }
    const hg::sgd rule{.rate = 0.5};
    net::train_step(hg::mean_squared_error{}, rule, o.p, hg::sequences<2>(x), target, ws);
    o.loss = net::train_step(hg::mean_squared_error{}, rule, o.p, hg::going_on(x, o.state), target, ws);
    const auto f = hg::freeze(o.p);
    f.stream(x.data(), o.y.data(), 1, o.state);
    f.predict(hg::going_on(x, o.state), o.y);
    return o;
}

} // namespace

TEST_CASE("sequences: what the compiler learns is what the program learns") {
    constexpr outcome expected = learned(0.25f);
    static_assert(expected.state.steps(1) == 2 * steps + 1);
    volatile float seed = 0.25f;
    CHECK(learned(seed) == expected);
}
