// fixed: what does not learn is not changed, has no gradient, costs no product, and changes no bit elsewhere.
#include <doctest/doctest.h>
#include <share.hpp>

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <array>

namespace hg = handgrad;

namespace {

using hg::dense, hg::fixed;
using block = hg::residual<hg::prelu<9>, dense<9, 9, hg::silu>>;

// Of one structure: nothing is fixed; layers at the beginning and in the middle are; all but one are.
using free_net = hg::network<dense<5, 7, hg::cos>, dense<7, 9, hg::relu>, block, dense<9, 3>>;
using net = hg::network<fixed<dense<5, 7, hg::cos>>, dense<7, 9, hg::relu>, fixed<block>, dense<9, 3>>;
using last_only = fixed<hg::network<dense<5, 7, hg::cos>, dense<7, 9, hg::relu>, hg::network<fixed<block>>>>;

static_assert(hg::layer<fixed<block>> && hg::layer<fixed<fixed<dense<2, 3>>>>);
static_assert(net::parameter_count == free_net::parameter_count && net::flops<1> == free_net::flops<1>);
static_assert(free_net::learned_count == free_net::parameter_count);
static_assert(net::learned_count == 7 * 9 + 9 + 9 * 3 + 3 && hg::learned_parameters<net>.size() == 2);
static_assert(hg::network<last_only, dense<9, 3>>::learned_count == 9 * 3 + 3);
static_assert(hg::network<last_only>::learned_count == 0);

const std::array label{0, 1, 2, 1, 0, 0};

template <class Net>
struct setting {
    hg::parameters<Net> p;
    hg::matrix<float, 6, 5> x;
    typename Net::template workspace<6> ws;

    setting() {
        hg::rng r{3};
        Net::initialize(p, r);
        for (float& number : x) number = r.normal<float>();
    }
    float value_and_gradient(hg::parameters<Net>& gradient, auto&&... dx) {
        return Net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws, dx...);
    }
};

/// Whether the numbers from `first` on are zero.
bool all_zero(const auto& numbers, int first, int count) {
    bool zero = true;
    for (int i = first; i < first + count; ++i) zero = zero && numbers.data()[i] == 0;
    return zero;
}

} // namespace

TEST_CASE("the laws of a layer") {
    const auto check = [](const auto& report) { CHECK_MESSAGE(report, report.explain()); };
    if constexpr (is_mine(0)) check(hg::testing::layer_laws<fixed<block>>());
    if constexpr (is_mine(1))
        check(hg::testing::layer_laws<fixed<hg::conv2d<hg::image<3, 3>, 2, hg::window<2>, hg::relu>>>());
    if constexpr (is_mine(2))
        check(hg::testing::layer_laws<hg::concatenate<fixed<dense<5, 3>>, dense<5, 2, hg::tanh>>>());
}

TEST_CASE("the gradient of what learns has the bits that it has where all does; the rest is zero") {
    setting<net> some;
    setting<free_net> all;
    hg::parameters<net> gradient;
    for (float& number : gradient) number = 7; // to be overwritten
    hg::parameters<free_net> expected;
    hg::matrix<float, 6, 5> dx, expected_dx;
    CHECK(some.value_and_gradient(gradient) == all.value_and_gradient(expected, expected_dx));
    int next = 0;
    for (const hg::parameter_range range : hg::learned_parameters<net>) {
        CHECK(all_zero(gradient, next, range.first - next));
        for (int i = range.first; i < range.first + range.count; ++i) CHECK(gradient[i] == expected[i]);
        next = range.first + range.count;
    }
    some.value_and_gradient(gradient, dx); // the way back is longer, the gradient the same
    CHECK(dx == expected_dx);
    CHECK(all_zero(gradient, 0, 5 * 7 + 7));
}

TEST_CASE("a step leaves alone what does not learn, fused or not") {
    setting<net> fused, apart;
    const hg::adamw step{.rate = 0.1, .weight_decay = 0.1};
    hg::optimizer_state<hg::adamw, net::parameter_count> state, other_state;
    hg::parameters<net> gradient;
    const hg::parameters<net> before = fused.p;
    for (int k = 0; k < 3; ++k) {
        net::train_step(hg::softmax_cross_entropy{}, step, fused.p, fused.x, label, fused.ws, state);
        apart.value_and_gradient(gradient);
        step(apart.p, gradient, other_state);
    }
    CHECK(fused.p == apart.p);
    CHECK(all_zero(state, 0, 5 * 7 + 7));
    int changed = 0;
    for (int i = 0; i < net::parameter_count; ++i) changed += fused.p[i] != before[i];
    CHECK(changed > 0);
    CHECK(changed <= net::learned_count);
    for (int i = 0; i < 5 * 7 + 7; ++i) CHECK(fused.p[i] == before[i]);
}

TEST_CASE("it is initialized and frozen as the layer that it fixes") {
    const setting<net> s;
    hg::rng r{3};
    hg::parameters<free_net> p;
    free_net::initialize(p, r);
    for (int i = 0; i < net::parameter_count; ++i) CHECK(s.p[i] == p[i]);
    CHECK(net::forward(s.p, s.x) == free_net::forward(p, s.x));
    CHECK(hg::freeze(s.p).forward(s.x) == net::forward(s.p, s.x));
    static_assert(sizeof(hg::frozen<net>) == sizeof(hg::frozen<free_net>));
}
