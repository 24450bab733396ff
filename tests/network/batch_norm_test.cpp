// Batch normalization in a network: its statistics, which no optimizer may touch, and its place in dense
// layers.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <type_traits>

namespace hg = handgrad;

namespace {

using hg::batch_norm;
using hg::dense;

using net = hg::network<batch_norm<5>, dense<5, 9, hg::identity, hg::no_bias>, batch_norm<9, hg::relu>,
                        hg::residual<dense<9, 9>, batch_norm<9, hg::tanh>>,
                        hg::concatenate<hg::network<dense<9, 2>, batch_norm<2>>, hg::skip<9>>, batch_norm<11>,
                        hg::projected_residual<dense<11, 4>, batch_norm<4, hg::silu>>>;
using folded = hg::network<dense<5, 9>, batch_norm<9, hg::relu>, hg::residual<dense<9, 9, hg::tanh>>,
                           hg::concatenate<hg::network<dense<9, 2>>, hg::skip<9>>, batch_norm<11>,
                           hg::projected_residual<dense<11, 4, hg::silu>>>;
static_assert(std::is_same_v<hg::without_batch_norm<net>, folded>);
static_assert(hg::mixes_rows<net> && hg::has_statistics<net> && !hg::draws<net>);

struct problem {
    hg::parameters<net, double> p;
    hg::matrix<double, 16, 5> x;
    std::array<int, 16> label{};

    problem() {
        hg::rng r{2};
        net::initialize(p, r);
        for (double& number : x) number = 2 * r.normal<double>() + 1;
        for (int& l : label) l = static_cast<int>(r.below(3));
    }
};

} // namespace

TEST_CASE("folded into the dense layers, it gives the same but for rounding") {
    problem given;
    net::workspace<16, double> ws;
    const hg::momentum step{.rate = 0.05};
    hg::optimizer_state<hg::momentum, net::parameter_count, double> state;
    for (int k = 0; k < 30; ++k)
        net::train_step(hg::softmax_cross_entropy{}, step, given.p, given.x, given.label, ws, state);
    const auto y = net::forward(given.p, given.x);
    const auto p = hg::fold_batch_norm(given.p);
    static_assert(std::is_same_v<decltype(p), const hg::parameters<folded, double>>);
    const auto expected = folded::forward(p, given.x);
    double worst = 0;
    for (int i = 0; i < y.size; ++i) worst = std::max(worst, std::abs(y.data()[i] - expected.data()[i]));
    CHECK(worst < 1e-13);
    CHECK(worst > 0); // rounding differs: it was another computation
}

TEST_CASE("train_step is value_and_gradient, the optimizer's step and the statistics' update") {
    problem one, two;
    hg::parameters<net, double> gradient;
    net::workspace<16, double> ws;
    const hg::sgd step{.rate = 0.1, .weight_decay = 0.1};
    for (int k = 0; k < 3; ++k) {
        const double loss =
            net::value_and_gradient(hg::softmax_cross_entropy{}, one.p, one.x, one.label, gradient, ws);
        step(one.p, gradient);
        net::update_statistics(one.p, one.x, ws);
        CHECK(net::train_step(hg::softmax_cross_entropy{}, step, two.p, two.x, two.label, ws) == loss);
        CHECK(one.p == two.p);
    }
}

TEST_CASE("no optimizer touches the statistics") {
    problem given;
    const hg::parameters<net, double> before = given.p;
    hg::parameters<net, double> gradient;
    for (double& g : gradient) g = 1;
    hg::sgd{.rate = 0.1, .weight_decay = 0.5}(given.p, gradient);
    for (int i = 0; i < 20; ++i) CHECK((given.p[i] != before[i]) == (i < 10)); // gamma, beta; mean, variance
    int changed = 0, learned = 0;
    for (int i = 0; i < net::parameter_count; ++i) changed += given.p[i] != before[i];
    for (const hg::parameter_range r : hg::learned_parameters<net>) learned += r.count;
    CHECK(changed == learned);
    CHECK(learned == net::parameter_count - 2 * (5 + 9 + 9 + 2 + 11 + 4));
}

// In training such a network wants its batch whole.
namespace {

template <class X, int Rows>
using judged = hg::detail::pass_verdict<net, hg::softmax_cross_entropy, hg::parameters<net>, X,
                                        std::span<const int>, net::workspace<Rows>>;
template <int Batch, int Workspace>
using mistake =
    hg::mistake::whole_batch_needed<hg::mistake::batch_rows<Batch>, hg::mistake::workspace_rows<Workspace>>;
static_assert(hg::is_well_formed<judged<hg::matrix<float, 8, 5>, 8>>);
static_assert(std::is_same_v<judged<hg::matrix<float, 8, 5>, 4>, mistake<8, 4>>);
static_assert(std::is_same_v<judged<hg::rows<float, 5>, 8>, mistake<hg::detail::run_time_rows, 8>>);
// one row is its own mean: nothing of it would be left
static_assert(std::is_same_v<judged<hg::matrix<float, 1, 5>, 8>, mistake<1, 8>>);
static_assert(hg::is_well_formed<judged<hg::matrix<float, 2, 5>, 8>>);

} // namespace
