// A network: its constants, its passes, and the promise that no cut of a batch changes a bit.
#include <doctest/doctest.h>
#include <share.hpp>

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace hg = handgrad;

namespace {

using net =
    hg::network<hg::dense<7, 20, hg::tanh>, hg::dense<20, 33, hg::silu, hg::no_bias>, hg::dense<33, 5>>;
constexpr hg::softmax_cross_entropy cross_entropy{};

static_assert(net::parameter_count == 7 * 20 + 20 + 20 * 33 + 33 * 5 + 5);
static_assert(net::depth == 3 && net::inputs == 7 && net::outputs == 5);
static_assert(net::flops<3> == 3 * 2 * (7 * 20 + 20 * 33 + 33 * 5));
static_assert(sizeof(hg::parameters<net>) == (net::parameter_count * 4 + 63) / 64 * 64);
static_assert(std::is_empty_v<net>);
static_assert(
    std::is_same_v<hg::mlp<hg::relu, 4, 3, 2>, hg::network<hg::dense<4, 3, hg::relu>, hg::dense<3, 2>>>);

template <class T, int Rows>
struct problem {
    hg::parameters<net, T> p;
    hg::matrix<T, Rows, 7> x;
    std::array<int, Rows> label{};

    explicit problem(std::uint64_t seed = 5) {
        hg::rng r{seed};
        net::initialize(p, r);
        for (T& value : x) value = r.normal<T>();
        for (int& l : label) l = static_cast<int>(r.below(5));
    }
    hg::rows<const T, 7> rows() const { return x; }
    std::span<const int> labels() const { return label; }
};

} // namespace

TEST_CASE("a row of a batch gives the bits of that row alone") {
    const problem<float, 13> given;
    const auto y = net::forward(given.p, given.x);
    for (int r = 0; r < 13; ++r) {
        const auto alone = net::forward(given.p, given.x.row(r));
        for (int c = 0; c < 5; ++c) CHECK(y(r, c) == alone(0, c));
    }
}

TEST_CASE("forward on the stack, in a workspace, and predict agree bit for bit") {
    const problem<float, 43> given;
    const auto y = net::forward(given.p, given.x);
    const auto ws = std::make_unique<net::workspace<43>>();
    CHECK(net::forward(given.p, given.x, *ws) == y);
    hg::matrix<float, 43, 5> predicted;
    net::predict(given.p, given.x, predicted);
    CHECK(predicted == y);
    std::vector<float> out(43 * 5);
    net::predict(given.p, given.rows(), hg::rows<float, 5>(out.data(), 43));
    CHECK(std::equal(out.begin(), out.end(), y.begin()));
}

TEST_CASE("predict refuses results of another length and writes nothing") {
    const problem<float, 4> given;
    hg::matrix<float, 3, 5> y;
    CHECK_THROWS_WITH_AS(net::predict(given.p, given.rows(), y),
                         "predict: room for the results of 3 rows, expected as many as the batch has: 4",
                         std::invalid_argument);
    CHECK(y == hg::matrix<float, 3, 5>{});
    hg::rows<const float, 7> none(nullptr, 0);
    net::predict(given.p, none, hg::rows<float, 5>(nullptr, 0));
}

TEST_CASE("loss and gradient do not depend on how a batch is cut") {
    const problem<float, 43> given;
    hg::parameters<net> whole;
    const auto ws = std::make_unique<net::workspace<43>>();
    hg::matrix<float, 43, 7> dx;
    const float loss = net::value_and_gradient(cross_entropy, given.p, given.x, given.label, whole, *ws, dx);

    for_my_part<0, 1, 5, 16, 43>([&]<int Tile>() {
        net::workspace<Tile> tile;
        hg::parameters<net> gradient;
        hg::matrix<float, 43, 7> tiled_dx;
        for (float& g : gradient) g = 99; // must be overwritten
        CHECK(net::value_and_gradient(cross_entropy, given.p, given.x, given.label, gradient, tile,
                                      tiled_dx) == loss);
        CHECK(gradient == whole);
        CHECK(tiled_dx == dx);
        for (float& g : gradient) g = 99;
        CHECK(net::value_and_gradient(cross_entropy, given.p, given.rows(), given.labels(), gradient, tile) ==
              loss);
        CHECK(gradient == whole);
    });
}

TEST_CASE("the gradient agrees with central differences in double, also that of the input") {
    problem<double, 6> given;
    hg::parameters<net, double> gradient, unused;
    net::workspace<6, double> ws;
    hg::matrix<double, 6, 7> dx;
    net::value_and_gradient(cross_entropy, given.p, given.x, given.label, gradient, ws, dx);
    const auto slope = [&](double& variable) {
        const double kept = variable;
        variable = kept + 1e-5;
        const double above =
            net::value_and_gradient(cross_entropy, given.p, given.x, given.label, unused, ws);
        variable = kept - 1e-5;
        const double below =
            net::value_and_gradient(cross_entropy, given.p, given.x, given.label, unused, ws);
        variable = kept;
        return (above - below) / 2e-5;
    };
    for (int i = 0; i < net::parameter_count; ++i) CHECK(std::abs(gradient[i] - slope(given.p[i])) < 1e-8);
    for (int r = 0; r < 6; ++r)
        for (int c = 0; c < 7; ++c) CHECK(std::abs(dx(r, c) - slope(given.x(r, c))) < 1e-8);
}

TEST_CASE("train_step is value_and_gradient and the optimizer's step, bit for bit") {
    problem<float, 16> one, two;
    hg::parameters<net> gradient;
    net::workspace<16> ws;
    const auto check = [&](auto step, auto& state_one, auto& state_two) {
        for (int k = 0; k < 3; ++k) {
            const float loss = net::value_and_gradient(cross_entropy, one.p, one.x, one.label, gradient, ws);
            step(one.p, gradient, state_one);
            CHECK(net::train_step(cross_entropy, step, two.p, two.x, two.label, ws, state_two) == loss);
            CHECK(two.p == one.p);
        }
    };
    hg::optimizer_state<hg::sgd, net::parameter_count> none_one, none_two;
    check(hg::sgd{.rate = 0.1, .weight_decay = 0.01}, none_one, none_two);
    hg::optimizer_state<hg::momentum, net::parameter_count> one_state, two_state;
    check(hg::momentum{.rate = 0.1}, one_state, two_state);
}

TEST_CASE("the run time's mistakes are refused before anything is written") {
    const problem<float, 8> given;
    hg::parameters<net> gradient;
    net::workspace<4> ws;
    const std::span<const int> too_few(given.label.data(), 7);
    CHECK_THROWS_WITH_AS(
        net::value_and_gradient(cross_entropy, given.p, given.rows(), too_few, gradient, ws),
        "value_and_gradient: found 7 targets for 8 rows, expected one for each of at least one row",
        std::invalid_argument);
    CHECK_THROWS_AS(net::value_and_gradient(cross_entropy, given.p, given.rows().subrows(0, 0),
                                            std::span<const int>{}, gradient, ws),
                    std::invalid_argument);
    hg::matrix<float, 8, 7> dx;
    const auto seven_rows = hg::rows<float, 7>(dx).subrows(0, 7);
    CHECK_THROWS_WITH_AS(
        net::value_and_gradient(cross_entropy, given.p, given.x, given.label, gradient, ws, seven_rows),
        "value_and_gradient: room for the input gradients of 7 rows, expected as many as the batch has: 8",
        std::invalid_argument);
    CHECK(dx == hg::matrix<float, 8, 7>{});
    CHECK(gradient == hg::parameters<net>{});
}

TEST_CASE("rows and labels that cannot be are refused before anything is written") {
    problem<float, 8> given;
    const auto before = given.p;
    net::workspace<8> ws;
    hg::optimizer_state<hg::adam, net::parameter_count> state;
    const float* const x = given.x.data();
    const int* const no_labels = nullptr;
    const auto step = [&](const float* data, std::ptrdiff_t count, std::span<const int> labels) {
        net::train_step(cross_entropy, hg::adam{}, given.p, hg::rows<const float, 7>(data, count), labels, ws,
                        state);
    };
    CHECK_THROWS_WITH_AS(step(x, -3, {}), "rows: the count is -3, expected 0 or more", std::invalid_argument);
    CHECK_THROWS_WITH_AS(step(nullptr, 8, given.label),
                         "rows: the pointer to 8 rows is null, expected their numbers",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(step(x, 8, {no_labels, 8}),
                         "rows: the pointer to 8 rows is null, expected their numbers",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(step(x, 7, given.label),
                         "train_step: found 8 targets for 7 rows, expected one for each of at least one row",
                         std::invalid_argument);
    hg::matrix<float, 4, 5> y;
    CHECK_THROWS_WITH_AS(
        net::predict(given.p, hg::rows<const float, 7>(x, -3), hg::rows<float, 5>(y.data(), -3)),
        "rows: the count is -3, expected 0 or more", std::invalid_argument);
    CHECK(given.p == before);
    CHECK(state.steps() == 0);
    CHECK(y == hg::matrix<float, 4, 5>{});
}

namespace {

/// Labels as containers of other libraries have them, with a count() as well.
struct counted_labels {
    std::vector<int> labels;

    const int* data() const { return labels.data(); }
    const int* begin() const { return labels.data(); }
    const int* end() const { return labels.data() + labels.size(); }
    std::ptrdiff_t size() const { return std::ssize(labels); }
    std::ptrdiff_t count() const { return size(); }
};

} // namespace

TEST_CASE("labels may be in a container that has a count() of its own") {
    const problem<float, 9> given;
    const counted_labels labels{{given.label.begin(), given.label.end()}};
    const auto ws = std::make_unique<net::workspace<4>>();
    hg::parameters<net> p = given.p, q = given.p, gradient, expected;
    const float value = net::value_and_gradient(cross_entropy, p, given.x, given.label, expected, *ws);
    CHECK(net::value_and_gradient(cross_entropy, p, given.x, labels, gradient, *ws) == value);
    CHECK(gradient == expected);
    net::train_step(cross_entropy, hg::sgd{}, p, given.x, given.label, *ws);
    net::train_step(cross_entropy, hg::sgd{}, q, given.x, labels, *ws);
    CHECK(p == q);
    const counted_labels too_few{{1, 2}};
    CHECK_THROWS_AS(net::train_step(cross_entropy, hg::sgd{}, q, given.x, too_few, *ws),
                    std::invalid_argument);
}

TEST_CASE("regression: a mean squared error falls") {
    using line = hg::network<hg::dense<1, 8, hg::tanh>, hg::dense<8, 1>>;
    hg::rng r{7};
    hg::parameters<line> p;
    line::initialize(p, r);
    hg::matrix<float, 32, 1> x, y;
    for (int i = 0; i < 32; ++i) {
        x(i, 0) = static_cast<float>(i) / 16 - 1;
        y(i, 0) = std::sin(3 * x(i, 0));
    }
    line::workspace<32> ws;
    const float first = line::train_step(hg::mean_squared_error{}, hg::sgd{.rate = 0.1}, p, x, y, ws);
    float last = first;
    for (int k = 0; k < 2000; ++k)
        last = line::train_step(hg::mean_squared_error{}, hg::sgd{.rate = 0.1}, p, x, y, ws);
    CHECK(first > 0.1f);
    CHECK(last < 0.01f);
}

TEST_CASE("parameters are a value with named parts, initialized reproducibly") {
    const problem<float, 1> one(9), same(9), other(10);
    CHECK(one.p == same.p);
    CHECK(!(one.p == other.p));
    CHECK(reinterpret_cast<std::uintptr_t>(one.p.data()) % 64 == 0);
    CHECK(one.p.weights<2>().data() == one.p.data() + 7 * 20 + 20);
    CHECK(one.p.biases<1>().data() == one.p.data() + 7 * 20);
    CHECK(one.p.layer<3>().size == 33 * 5 + 5);
    for (float b : one.p.biases<3>()) CHECK(b == 0);
}

TEST_CASE("who wants no gradient of the parameters gets the same loss and gradient of the input") {
    const problem<float, 13> given;
    hg::parameters<net> gradient;
    hg::discard nowhere;
    hg::matrix<float, 13, 7> dx, without, in_tiles;
    net::workspace<13> ws;
    net::workspace<4> small;
    const auto call = [&](auto& to, auto& in, auto& input_gradient) {
        return net::value_and_gradient(cross_entropy, given.p, given.x, given.label, to, in, input_gradient);
    };
    const float loss = call(gradient, ws, dx);
    CHECK(call(nowhere, ws, without) == loss);
    CHECK(call(nowhere, small, in_tiles) == loss);
    CHECK(without == dx);
    CHECK(in_tiles == dx);
}

TEST_CASE("a network that learns nothing has parameters, and a gradient, of no byte") {
    using fixed_function = hg::network<hg::activate<3, hg::tanh>>;
    fixed_function::block<> p;
    const auto x = hg::row(0.5f, -0.5f, 0.25f);
    fixed_function::workspace<1> ws;
    hg::matrix<float, 1, 3> dx;
    CHECK(fixed_function::value_and_gradient(hg::mean_squared_error{}, p, x, hg::row(0.0f, 0.0f, 0.0f), p, ws,
                                             dx) > 0);
    CHECK(dx(0, 0) > 0);
}
