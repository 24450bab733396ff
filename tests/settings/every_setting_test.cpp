// Every number that is set at run time has the range that its documentation tells, and its name in the
// sentence.
#include <bits.hpp>
#include <complaint.hpp>

#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <string>

namespace hg = handgrad;

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

struct wrong {
    double x;
    const char* text;
};

/// What all ranges of real numbers leave out.
constexpr wrong nowhere[] = {{no_number, "nan"}, {infinity, "inf"}, {-infinity, "-inf"}, {1e39, "1e+39"}};

struct expectation {
    const char* words;
    std::initializer_list<double> right;
    std::initializer_list<wrong> also_wrong;
};
const expectation any_number{
    "a number within a float's range", {-3e38, -1, 0, 1e-300, 3e38}, {{-1e39, "-1e+39"}}};
const expectation positive{"at least 1.2e-38 (FLT_MIN), within a float's range",
                           {1.2e-38, 1, 3e38},
                           {{0, "0"}, {-1, "-1"}, {1e-40, "1e-40"}}};
const expectation not_negative{
    "0 or more, within a float's range", {0, 1e-300, 1, 3e38}, {{-1e-300, "-1e-300"}, {-2, "-2"}}};
const expectation share{"0 to 1", {0, 0.5, 1}, {{-1e-9, "-1e-09"}, {1.5, "1.5"}}};
const expectation below_1{"0 to less than 1", {0, 0.5, 0.9999999}, {{-1e-9, "-1e-09"}, {1, "1"}, {2, "2"}}};

/// Each right number is taken, each wrong one refused in a sentence, which changes no bit of the object.
template <class S, class Setting>
void check(Setting S::*number, const std::string& name, const expectation& range) {
    CAPTURE(name);
    static_assert(std::is_aggregate_v<S> && std::is_trivially_copyable_v<S>&& noexcept(S{}));
    S s{};
    for (const double x : range.right) {
        s.*number = x;
        CHECK(s.*number == x);
    }
    const S before = s;
    const auto refuses = [&](const wrong& w) {
        const std::string sentence = name + " is " + w.text + ", expected " + range.words;
        CHECK(complaint([&] { s.*number = w.x; }) == sentence);
        CHECK(std::memcmp(&s, &before, sizeof s) == 0);
    };
    for (const wrong& w : nowhere) refuses(w);
    for (const wrong& w : range.also_wrong) refuses(w);
}

template <class S, class Setting>
void check_count(Setting S::*number, const std::string& name, int first) {
    CAPTURE(name);
    static_assert(std::is_aggregate_v<S> && std::is_trivially_copyable_v<S>&& noexcept(S{}));
    S s{};
    for (const std::int64_t n : {std::int64_t{first}, std::int64_t{1} << 40}) {
        s.*number = n;
        CHECK(s.*number == n);
    }
    const S before = s;
    for (const int n : {first - 1, -7}) {
        const std::string sentence =
            name + " is " + std::to_string(n) + ", expected " + std::to_string(first) + " or more";
        CHECK(complaint([&] { s.*number = n; }) == sentence);
        CHECK(std::memcmp(&s, &before, sizeof s) == 0);
    }
}

} // namespace

TEST_CASE("optimizers") {
    check(&hg::sgd::rate, "sgd: rate", any_number);
    check(&hg::sgd::weight_decay, "sgd: weight_decay", any_number);
    check(&hg::momentum::rate, "momentum: rate", any_number);
    check(&hg::momentum::momentum, "momentum: momentum", below_1);
    check(&hg::momentum::weight_decay, "momentum: weight_decay", any_number);
    check(&hg::averaged_momentum::rate, "averaged_momentum: rate", any_number);
    check(&hg::averaged_momentum::momentum, "averaged_momentum: momentum", below_1);
    check(&hg::averaged_momentum::weight_decay, "averaged_momentum: weight_decay", any_number);
    check(&hg::adagrad::rate, "adagrad: rate", any_number);
    check(&hg::adagrad::epsilon, "adagrad: epsilon", not_negative);
    check(&hg::adagrad::weight_decay, "adagrad: weight_decay", any_number);
    check(&hg::adam::rate, "adam: rate", any_number);
    check(&hg::adam::beta1, "adam: beta1", below_1);
    check(&hg::adam::beta2, "adam: beta2", below_1);
    check(&hg::adam::epsilon, "adam: epsilon", not_negative);
    check(&hg::adam::weight_decay, "adam: weight_decay", any_number);
    check(&hg::adamw::rate, "adamw: rate", any_number);
    check(&hg::adamw::beta1, "adamw: beta1", below_1);
    check(&hg::adamw::beta2, "adamw: beta2", below_1);
    check(&hg::adamw::epsilon, "adamw: epsilon", not_negative);
    check(&hg::adamw::weight_decay, "adamw: weight_decay", any_number);
    check(&hg::amsgrad::rate, "amsgrad: rate", any_number);
    check(&hg::amsgrad::beta1, "amsgrad: beta1", below_1);
    check(&hg::amsgrad::beta2, "amsgrad: beta2", below_1);
    check(&hg::amsgrad::epsilon, "amsgrad: epsilon", not_negative);
    check(&hg::amsgrad::weight_decay, "amsgrad: weight_decay", any_number);
}

TEST_CASE_TEMPLATE("RMSprop", Rule, hg::rmsprop, hg::rmsprop_momentum, hg::centered_rmsprop,
                   hg::centered_rmsprop_momentum) {
    check(&Rule::rate, "rmsprop: rate", any_number);
    check(&Rule::alpha, "rmsprop: alpha", below_1);
    check(&Rule::epsilon, "rmsprop: epsilon", not_negative);
    check(&Rule::weight_decay, "rmsprop: weight_decay", any_number);
    if constexpr (Rule::has_momentum) check(&Rule::momentum, "rmsprop: momentum", below_1);
}

TEST_CASE("steps taken") {
    hg::optimizer_state<hg::adam, 3> state;
    state.set_steps(7);
    CHECK(complaint([&] { state.set_steps(-1); }) == "optimizer_state: steps is -1, expected 0 or more");
    CHECK(state.steps() == 7);
    state.set_steps(0);
    std::array<float, 3> p{1, 2, 3}, g{1, 1, 1};
    hg::adam{}(p, g, state);
    CHECK(state.steps() == 1);
}

TEST_CASE("losses") {
    check(&hg::softmax_cross_entropy::label_smoothing, "softmax_cross_entropy: label_smoothing", share);
    check(&hg::soft_cross_entropy::label_smoothing, "soft_cross_entropy: label_smoothing", share);
    check(&hg::binary_cross_entropy_with_logits::pos_weight, "binary_cross_entropy_with_logits: pos_weight",
          not_negative);
    check(&hg::hinge::margin, "hinge: margin", any_number);
    check(&hg::huber::delta, "huber: delta", positive);
    check(&hg::smooth_l1::beta, "smooth_l1: beta", positive);
}

TEST_CASE("class weights") {
    const auto weighted = [](double w) {
        return complaint([&] { hg::class_weighted(hg::softmax_cross_entropy{}, {1, 0, w}); });
    };
    const auto weighted_by_array = [](double w) {
        return complaint([&] { hg::class_weighted(hg::hinge{}, std::array{w, 1.0}); });
    };
    CHECK(weighted(0) == "");
    CHECK(weighted(3e38) == "");
    CHECK(weighted(-0.5) == "class_weighted: a weight is -0.5, expected 0 or more, within a float's range");
    CHECK(weighted(no_number) ==
          "class_weighted: a weight is nan, expected 0 or more, within a float's range");
    CHECK(weighted_by_array(2) == "");
    CHECK(weighted_by_array(infinity) ==
          "class_weighted: a weight is inf, expected 0 or more, within a float's range");
}

TEST_CASE("schedules") {
    check(&hg::constant_rate::rate, "constant_rate: rate", any_number);
    check(&hg::cosine_annealing::rate, "cosine_annealing: rate", any_number);
    check(&hg::cosine_annealing::minimum, "cosine_annealing: minimum", any_number);
    check_count(&hg::cosine_annealing::steps, "cosine_annealing: steps", 1);
    check(&hg::inverse_time_decay::rate, "inverse_time_decay: rate", any_number);
    check(&hg::inverse_time_decay::decay, "inverse_time_decay: decay", not_negative);
    check(&hg::linear_warm_up<>::start, "linear_warm_up: start", share);
    check_count(&hg::linear_warm_up<>::steps, "linear_warm_up: steps", 0);
    check(&hg::one_cycle::max_rate, "one_cycle: max_rate", any_number);
    check_count(&hg::one_cycle::steps, "one_cycle: steps", 1);
    check(&hg::one_cycle::rise, "one_cycle: rise", share);
    check(&hg::one_cycle::start_divisor, "one_cycle: start_divisor", positive);
    check(&hg::one_cycle::end_divisor, "one_cycle: end_divisor", positive);
    check(&hg::step_decay::rate, "step_decay: rate", any_number);
    check(&hg::step_decay::gamma, "step_decay: gamma", not_negative);
    check_count(&hg::step_decay::every, "step_decay: every", 1);
}

TEST_CASE("one_cycle: three phases do not fit a rise of more than half of the steps") {
    hg::one_cycle schedule{.rise = 0.75};
    CHECK(complaint([&] { schedule(1); }) == "");
    schedule.three_phases = true;
    CHECK(complaint([&] { schedule(1); }) == "one_cycle: rise in three phases is 0.75, expected 0 to 0.5");
    schedule.rise = 0.5;
    CHECK(complaint([&] { schedule(1); }) == "");
}

TEST_CASE("a rate that a schedule makes is checked where it is set") {
    hg::sgd step{.rate = 0.5};
    const hg::step_decay growing{.rate = 1, .gamma = 10, .every = 1};
    step.rate = growing(38);
    CHECK(step.rate == 1e38);
    CHECK(complaint([&] { step.rate = growing(39); }) ==
          "sgd: rate is 1.0000000000000001e+39, expected a number within a float's range");
    CHECK(step.rate == growing(38));
}

TEST_CASE("initializers") {
    check(&hg::constant::value, "constant: value", any_number);
    check(&hg::glorot_normal::gain, "glorot_normal: gain", not_negative);
    check(&hg::glorot_uniform::gain, "glorot_uniform: gain", not_negative);
    check(&hg::he_normal::negative_slope, "he_normal: negative_slope", any_number);
    check(&hg::he_uniform::negative_slope, "he_uniform: negative_slope", any_number);
    check(&hg::orthogonal::gain, "orthogonal: gain", any_number);
    check(&hg::random_fourier::gamma, "random_fourier: gamma", not_negative);
}

TEST_CASE("clipping: no bound below zero, and the gradient stays") {
    hg::matrix<float, 1, 3> g{{3, -4, 0}};
    const hg::matrix<float, 1, 3> before = g;
    CHECK(complaint([&] { hg::clip_norm(g, -1); }) == "clip_norm: max_norm is -1, expected 0 or more");
    CHECK(complaint([&] { hg::clip_norm(g, no_number); }) ==
          "clip_norm: max_norm is nan, expected 0 or more");
    CHECK(complaint([&] { hg::clip_value(g, -1e-9); }) == "clip_value: bound is -1e-09, expected 0 or more");
    CHECK(complaint([&] { hg::clip_value(g, no_number); }) == "clip_value: bound is nan, expected 0 or more");
    CHECK(g == before);
    CHECK(hg::clip_norm(g, infinity) == 5);
    hg::clip_value(g, infinity);
    CHECK(g == before);
    hg::clip_value(g, 0);
    CHECK(g == hg::matrix<float, 1, 3>{});
}
