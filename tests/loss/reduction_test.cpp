// What a network makes of a loss: sums, means and weighted means, in one piece and in tiles.
#include <bits.hpp>

#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

#include <array>

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
    net::initialise(p, rng);
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

TEST_CASE("the mean of no row is NaN, with the gradient zero") {
    const results r = worked_out<8>(mean, {-100, -100, -100, -100, -100, -100, -100});
    CHECK(is_nan(r.value));
    CHECK(total(r.gradient) == 0);
}

namespace {

/// A user's own, without a word on how it is divided.
struct always_three {
    template <class T>
    using target_type = int;
    template <int N>
    static constexpr int target_cols = 1;

    template <class T, int B, int N, class G>
    constexpr T operator()(T start, hg::view<const T, B, N>, hg::view<const int, B, 1>, T, G g) const {
        for (int r = 0; r < B; ++r) {
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
