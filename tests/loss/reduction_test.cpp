// What a network makes of a loss: sums, means and weighted means, in one piece and in tiles.
#include <bits.hpp>

#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace {

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 3>>;

struct results {
    float value;
    hg::parameters<net> gradient;
};

/// The rows are known to the run time only, so that they are cut into tiles of Tile rows and of one.
template <int Tile, class Loss>
results worked_out(const Loss& loss, const std::array<int, 7>& label, int count = 7) {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng);
    hg::matrix<float, 7, 2> x;
    for (float& number : x) number = rng.uniform<float>(-1, 1);
    net::workspace<Tile> ws;
    results r;
    r.value = net::value_and_gradient(loss, p, hg::rows<const float, 2>(x.data(), count),
                                      hg::rows<const int, 1>(label.data(), count), r.gradient, ws);
    return r;
}

constexpr std::array<int, 7> labels{0, 2, -100, 1, 1, -100, 0};
constexpr std::array<double, 3> weights{0.5, 2, 1.25};
constexpr hg::softmax_cross_entropy mean{.ignore_index = -100},
    sum{.ignore_index = -100, .reduction = hg::reduction::sum};

float total(const hg::parameters<net>& gradient) {
    float result = 0;
    for (const float dp : gradient) result += dp > 0 ? dp : -dp;
    return result;
}

} // namespace

TEST_CASE("the divisor is that of all targets, however the batch is cut") {
    const auto check = [](const auto& loss) {
        const results one = worked_out<1>(loss, labels), eight = worked_out<8>(loss, labels),
                      three = worked_out<3>(loss, labels);
        CHECK(same_bits(one.value, eight.value));
        CHECK(same_bits(one.value, three.value));
        CHECK(one.gradient == eight.gradient);
        CHECK(one.gradient == three.gradient);
    };
    check(mean);
    check(sum);
    check(hg::class_weighted(mean, weights));
    check(hg::class_weighted(hg::negative_log_likelihood{.ignore_index = -100}, weights));
}

TEST_CASE("a mean is the sum divided by the number, or the weights, of the rows that count") {
    const results s = worked_out<8>(sum, labels), m = worked_out<8>(mean, labels);
    CHECK(m.value == doctest::Approx(s.value / 5));
    CHECK(total(m.gradient) == doctest::Approx(total(s.gradient) / 5));
    const results ws = worked_out<8>(hg::class_weighted(sum, weights), labels),
                  wm = worked_out<8>(hg::class_weighted(mean, weights), labels);
    CHECK(wm.value == doctest::Approx(ws.value / 6.25)); // 0.5 + 1.25 + 2 + 2 + 0.5
    CHECK(total(wm.gradient) == doctest::Approx(total(ws.gradient) / 6.25));
}

namespace {

/// Nothing is learned from a batch all of whose labels are `label`: in one piece or in tiles, by a fused step
/// or by any other, on shards, for any optimizer that does nothing without a gradient.
template <class Loss>
void check_nothing_counts(const Loss& loss, int label) {
    std::array<int, 7> same{};
    same.fill(label);
    const results r = worked_out<8>(loss, same), cut = worked_out<1>(loss, same);
    CHECK(is_nan(r.value));
    CHECK(is_nan(cut.value));
    for (const float dp : r.gradient) CHECK(dp == 0);
    for (const float dp : cut.gradient) CHECK(dp == 0);

    hg::rng rng{1};
    hg::parameters<net> before;
    net::initialize(before, rng);
    hg::matrix<float, 7, 2> x;
    for (float& number : x) number = rng.uniform<float>(-1, 1);
    const auto check = [&]<class Step>(const Step& step) {
        hg::parameters<net> p = before;
        net::workspace<7> whole;
        net::workspace<2> part;
        hg::optimizer_state<Step, net::parameter_count> state;
        for (int k = 0; k < 2; ++k) {
            CHECK(is_nan(net::train_step(loss, step, p, x, same, whole, state)));
            CHECK(is_nan(net::train_step(loss, step, p, x, same, part, state)));
        }
        CHECK(p == before);
        hg::data_parallel<net, 3>::workspace<7> shards;
        const auto serial = [](int count, const auto& f) {
            for (int i = 0; i < count; ++i) f(i);
        };
        CHECK(is_nan(hg::data_parallel<net, 3>::train_step(serial, loss, step, p, x, same, shards, state)));
        CHECK(p == before);
    };
    check(hg::sgd{.rate = 0.5});
    check(hg::momentum{.rate = 0.5});
    check(hg::adam{});
    check(hg::adagrad{});
}

} // namespace

TEST_CASE("the mean of no row is NaN, with the gradient zero") {
    const std::array<double, 3> no_first{0, 1, 2};
    check_nothing_counts(mean, -100);
    check_nothing_counts(hg::class_weighted(mean, weights), -100);
    check_nothing_counts(hg::class_weighted(hg::softmax_cross_entropy{}, no_first), 0);
    check_nothing_counts(hg::class_weighted(hg::negative_log_likelihood{}, no_first), 0);
    // a sum is divided by nothing: it is 0
    const results r = worked_out<8>(hg::class_weighted(sum, no_first), {0, 0, 0, 0, 0, 0, 0});
    CHECK(r.value == 0);
    CHECK(total(r.gradient) == 0);
    // what label smoothing says of the other classes does not count either
    const results s =
        worked_out<8>(hg::class_weighted(hg::softmax_cross_entropy{.label_smoothing = 0.1}, no_first),
                      {0, 0, 0, 0, 0, 0, 0});
    CHECK(total(s.gradient) == 0);
}

TEST_CASE("where no row counts, an optimizer takes the step of a gradient of zero") {
    std::array<int, 7> none{};
    none.fill(-100);
    hg::rng rng{3};
    hg::matrix<float, 7, 2> x;
    for (float& number : x) number = rng.uniform<float>(-1, 1);
    const auto check = [&]<class Step>(const Step& step) {
        const auto take_step = [&](auto& ws) {
            hg::parameters<net> p;
            net::initialize(p, rng);
            hg::optimizer_state<Step, net::parameter_count> state;
            net::train_step(mean, step, p, x, std::array<int, 7>{0, 2, 1, 1, 1, 2, 0}, ws, state);
            hg::parameters<net> before = p, expected = p, zero;
            auto expected_state = state;
            step(expected, zero, expected_state);
            CHECK(is_nan(net::train_step(mean, step, p, x, none, ws, state)));
            CHECK(p == expected);
            CHECK(p != before);
            CHECK(std::equal(state.begin(), state.end(), expected_state.begin()));
            CHECK(state.steps() == 2);
        };
        net::workspace<7> whole;
        net::workspace<2> part;
        take_step(whole);
        take_step(part);
    };
    check(hg::sgd{.rate = 0.5, .weight_decay = 0.1});
    check(hg::momentum{.rate = 0.5});
    check(hg::adam{});
    check(hg::adamw{});
}

TEST_CASE("a row that does not count must be finite all the same") {
    hg::parameters<net> p, gradient;
    net::workspace<2> ws;
    const std::array<int, 2> label{1, -100};
    hg::matrix<float, 2, 2> x{{1, 2}, {3, 4}};
    CHECK(!is_nan(net::value_and_gradient(mean, p, x, label, gradient, ws)));
    for (const float dp : gradient) CHECK(!is_nan(dp));
    x(1, 0) = std::numeric_limits<float>::infinity();
    CHECK(!is_nan(net::value_and_gradient(mean, p, x, label, gradient, ws)));
    const auto dw = gradient.weights<1>();
    for (int c = 0; c < 3; ++c) CHECK(is_nan(dw(0, c)));
    for (int c = 0; c < 3; ++c) CHECK(!is_nan(dw(1, c)));
}

TEST_CASE("a row of weight 0 is as if it were ignored") {
    const std::array<int, 7> some{0, 2, 0, 1, 1, 0, 2}, ignored{-100, 2, -100, 1, 1, -100, 2};
    const hg::class_weighted loss(mean, {0, 2, 1.25});
    const results zero = worked_out<8>(loss, some), left_out = worked_out<8>(loss, ignored);
    CHECK(same_bits(zero.value, left_out.value));
    CHECK(zero.gradient == left_out.gradient);
}

TEST_CASE("only the ratios of class weights matter to a weighted mean, however large or small they are") {
    constexpr std::array<int, 7> label{0, 2, 1, 1, 1, 2, 0};
    const auto times = [](double factor) {
        return std::array<double, 3>{weights[0] * factor, weights[1] * factor, weights[2] * factor};
    };
    const auto check = [&](const auto& loss) {
        const results usual = worked_out<8>(hg::class_weighted(loss, weights), label);
        REQUIRE(total(usual.gradient) > 0.01f);
        // powers of two change no bit, others round the weights another way
        for (const double factor : {0x1p126, 0x1p66, 0x1p63, 0x1p10, 0x1p-62, 0x1p-64, 0x1p-126, 0x1p-140,
                                    0x1p-149, 0x1p-400, 0x1p-1000, 0x1p-1068}) {
            CAPTURE(factor);
            const results r = worked_out<8>(hg::class_weighted(loss, times(factor)), label);
            CHECK(r.value == usual.value);
            CHECK(r.gradient == usual.gradient);
        }
        for (const double factor : {1e38, 1e30, 1e-37, 1e-40, 1e-45, 1e-300}) {
            CAPTURE(factor);
            const results r = worked_out<8>(hg::class_weighted(loss, times(factor)), label);
            CHECK(r.value == doctest::Approx(usual.value).epsilon(1e-6));
            CHECK(total(r.gradient) == doctest::Approx(total(usual.gradient)).epsilon(1e-6));
        }
        // a batch of none but the smallest
        const std::array<int, 7> first{};
        CHECK(total(worked_out<8>(hg::class_weighted(loss, {1e-45, 1, 3}), first).gradient) ==
              doctest::Approx(total(worked_out<8>(hg::class_weighted(loss, {0x1p-20, 1, 3}), first).gradient))
                  .epsilon(1e-6));
    };
    check(hg::softmax_cross_entropy{});
    check(hg::negative_log_likelihood{});
    const results usual = worked_out<8>(hg::class_weighted(hg::softmax_cross_entropy{}, {1, 1, 1}), label);
    for (const double same : {1e38, 3e38, 1e-40, 1e-45, 5e-324}) {
        const hg::class_weighted all(hg::softmax_cross_entropy{}, {same, same, same});
        const results r = worked_out<8>(all, label);
        CHECK(r.gradient == worked_out<1>(all, label).gradient);
        for (int i = 0; i < net::parameter_count; ++i)
            CHECK(r.gradient.data()[i] == doctest::Approx(usual.gradient.data()[i]).epsilon(1e-6));
    }
    // a sum is what it is
    const results s = worked_out<8>(hg::class_weighted(sum, weights), label);
    const results large = worked_out<8>(hg::class_weighted(sum, times(0x1p100)), label);
    CHECK(large.value == s.value * 0x1p100f);
    CHECK(total(large.gradient) == total(s.gradient) * 0x1p100f);
}

TEST_CASE("a constant expression scales class weights, too") {
    constexpr hg::class_weighted large(hg::softmax_cross_entropy{}, {0x1p100, 0x1p101, 0});
    constexpr hg::matrix<int, 3, 1> label{{0}, {1}, {1}};
    static_assert(hg::loss_divisor<float>(large, hg::rows<const int, 1>(label)) == 0x1.4p64f);
}

TEST_CASE("a million rows in a network: the loss and the gradient of any of them") {
    // equal outputs have the loss log 2, whatever the weights; x is 1
    constexpr int n = 1'000'000;
    std::vector<float> x(2 * n, 1.0f);
    std::vector<int> label(n);
    for (std::size_t i = 0; i < label.size(); ++i) label[i] = i % 4 == 0;
    using two = hg::network<hg::dense<2, 2>>;
    const hg::rows<const float, 2> batch(x.data(), n);
    hg::parameters<two> p, gradient, cut;
    two::workspace<64> ws;
    two::workspace<1> one_row;
    const hg::class_weighted loss(hg::softmax_cross_entropy{}, {0.1, 0.7});
    const float value = two::value_and_gradient(loss, p, batch, label, gradient, ws);
    CHECK(value == std::log(2.0f));
    CHECK(same_bits(two::value_and_gradient(loss, p, batch, label, cut, one_row), value));
    CHECK(cut == gradient);
    // (3 0.1 - 0.7) / (3 0.1 + 0.7) / 2, of which a chain of a million floats has two digits
    CHECK(gradient[1] == doctest::Approx(-0.2).epsilon(1e-2));
    hg::data_parallel<two, 3>::workspace<192> shards;
    const auto serial = [](int count, const auto& f) {
        for (int i = 0; i < count; ++i) f(i);
    };
    CHECK((hg::data_parallel<two, 3>::value_and_gradient(serial, loss, p, batch, label, cut, shards)) ==
          value);
    CHECK((two::value_and_gradient(hg::softmax_cross_entropy{}, p, batch, label, cut, ws)) == value);
    hg::discard nothing;
    CHECK((two::value_and_gradient(loss, p, batch, label, nothing, ws)) == value);
}

namespace {

/// A user's own, without a word on how it is divided.
struct always_three {
    template <class T>
    using target_type = int;
    template <int N>
    static constexpr int target_cols = 1;

    template <class T, int B, int N, class G>
    constexpr hg::running_sum<T> operator()(hg::running_sum<T> start, hg::view<const T, B, N>,
                                            hg::view<const int, B, 1>, T, G g) const {
        for (int r = 0; r < B; ++r) {
            if constexpr (!hg::is_discarded<G>)
                for (int c = 0; c < N; ++c) g(r, c) = T(0);
            start += T(3);
        }
        return start;
    }
};

static_assert(hg::loss<always_three>);

} // namespace

TEST_CASE("a loss that says nothing is divided by the number of rows") {
    CHECK(worked_out<8>(always_three{}, labels).value == 3);
    CHECK(worked_out<8>(always_three{}, labels, 5).value == 3);
}
