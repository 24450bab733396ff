// What holds of every loss but the two that have a file of their own: slopes, cuts, extreme outputs.
#include "loss_cases.hpp"

#include <share.hpp>

#include <handgrad/loss/binary_cross_entropy_with_logits.hpp>
#include <handgrad/loss/class_weighted.hpp>
#include <handgrad/loss/hinge.hpp>
#include <handgrad/loss/huber.hpp>
#include <handgrad/loss/mean_absolute_error.hpp>
#include <handgrad/loss/negative_log_likelihood.hpp>
#include <handgrad/loss/smooth_l1.hpp>
#include <handgrad/loss/soft_cross_entropy.hpp>
#include <handgrad/loss/softmax_cross_entropy.hpp>

#include <array>
#include <limits>

namespace {

namespace hg = handgrad;

template <int N>
std::array<double, N> weights() {
    std::array<double, N> w{};
    for (int c = 0; c < N; ++c) w[static_cast<std::size_t>(c)] = 0.5 + 0.25 * (c % 5);
    return w;
}

/// f(loss) for each loss, with options that are not the default, that falls to this build; each `Turn`
/// others.
template <int N, std::size_t Turn, class F>
void for_each_loss(F each) {
    const auto f = [&]<std::size_t... I>(std::index_sequence<I...>, const auto&... losses) {
        const auto deal = [&]<std::size_t Case>(const auto& loss) {
            if constexpr (is_mine(Case)) each(loss);
        };
        (deal.template operator()<Turn + I>(losses), ...);
    };
    f(std::make_index_sequence<8>{},
      hg::class_weighted(hg::softmax_cross_entropy{.label_smoothing = 0.1, .ignore_index = N - 1},
                         weights<N>()),
      hg::class_weighted(hg::soft_cross_entropy{.label_smoothing = 0.1}, weights<N>()),
      hg::class_weighted(hg::negative_log_likelihood{}, weights<N>()),
      hg::class_weighted(hg::hinge{.margin = 1.5}, weights<N>()),
      hg::class_weighted(hg::binary_cross_entropy_with_logits{.pos_weight = 3}, weights<N>()),
      hg::mean_absolute_error{}, hg::huber{.delta = 0.75}, hg::smooth_l1{.beta = 0.75});
}

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

using row = hg::matrix<float, 1, 4>;

/// The loss of one row; its gradient goes to g.
template <class Loss, class Target, int C>
float loss_of(const Loss& loss, const row& z, const hg::matrix<Target, 1, C>& t, row& g) {
    return loss(0.0f, z.view(), hg::view<const Target, 1, C>(t), 1.0f, g.view());
}

bool near(float a, float b) { return a == b || std::fabs(a - b) <= 1e-6f * std::fabs(b); }

template <class Loss, class Target, int C>
void check_row(const Loss& loss, const row& z, const hg::matrix<Target, 1, C>& t, float value,
               const row& slopes) {
    row g;
    CHECK(near(loss_of(loss, z, t, g), value));
    for (int c = 0; c < 4; ++c) CHECK(near(g(0, c), slopes(0, c)));
}

const hg::matrix<int, 1, 1> second{{1}};
const row zeros;
const auto sum = hg::reduction::sum;

static_assert(hg::loss<hg::soft_cross_entropy> && hg::loss<hg::negative_log_likelihood> &&
              hg::loss<hg::hinge> && hg::loss<hg::binary_cross_entropy_with_logits> &&
              hg::loss<hg::mean_absolute_error> && hg::loss<hg::huber> && hg::loss<hg::smooth_l1> &&
              hg::loss<hg::class_weighted<hg::softmax_cross_entropy, 3>>);

} // namespace

TEST_CASE("slopes against differences") {
    for_each_loss<17, 0>(
        [](const auto& l) { loss_cases::check_gradient<std::decay_t<decltype(l)>, 2, 17>(l); });
    // a column alone fills vectors with rows
    loss_cases::check_gradient<hg::huber, 2, 1>();
    loss_cases::check_gradient<hg::binary_cross_entropy_with_logits, 2, 1>();
}

TEST_CASE("cut anywhere") {
    for_each_loss<10, 1>(
        [](const auto& l) { loss_cases::check_cuts<std::decay_t<decltype(l)>, float, 10>(l); });
    loss_cases::check_cuts<hg::huber, float, 1>();
    loss_cases::check_cuts<hg::binary_cross_entropy_with_logits, double, 1>();
}

// The literals are PyTorch 1.13's.
TEST_CASE("outputs of +-10000") {
    const row z{{1e4f, -1e4f, 0, 1}};
    check_row(hg::softmax_cross_entropy{.label_smoothing = 0.1}, z, second, 18999.974609375f,
              {{0.9749999046325684f, -0.9249999523162842f, -0.02500000037252903f, -0.02500000037252903f}});
    check_row(hg::soft_cross_entropy{}, z, row{{0.25f, 0.25f, 0.5f, 0}}, 10000, {{0.75f, -0.25f, -0.5f, 0}});
    check_row(hg::hinge{}, z, second, 10001, {{0.25f, -0.75f, 0.25f, 0.25f}});
    check_row(hg::binary_cross_entropy_with_logits{.reduction = sum}, {{1e4f, -1e4f, 1e4f, 1e4f}},
              row{{0, 1, 0.25f, 1}}, 27500, {{1, -1, 0.75f, 0}});
    const row errors{{1e4f, -1e4f, 0, -0.5f}};
    check_row(hg::mean_absolute_error{.reduction = sum}, errors, zeros, 20000.5f, {{1, -1, 0, -1}});
    check_row(hg::huber{.reduction = sum}, errors, zeros, 19999.125f, {{1, -1, 0, -0.5f}});
    check_row(hg::smooth_l1{.reduction = sum}, errors, zeros, 19999.125f, {{1, -1, 0, -0.5f}});
}

TEST_CASE("infinite outputs") {
    check_row(hg::softmax_cross_entropy{.label_smoothing = 0.1}, {{1, 0, 0, -infinity}}, second, infinity,
              {{0.5511168241500854f, -0.7130584120750427f, 0.18694154918193817f, -0.02500000037252903f}});
    check_row(hg::negative_log_likelihood{}, {{0, -infinity, 0, -1e4f}}, second, infinity, {{0, -1, 0, 0}});
    check_row(hg::hinge{}, {{-infinity, 0, 0, 1}}, second, 0.75f, {{0, -0.5f, 0.25f, 0.25f}});
    const row errors{{infinity, -1e4f, 0, -0.5f}};
    check_row(hg::mean_absolute_error{.reduction = sum}, errors, zeros, infinity, {{1, -1, 0, -1}});
    check_row(hg::huber{.reduction = sum}, errors, zeros, infinity, {{1, -1, 0, -0.5f}});
    check_row(hg::smooth_l1{.reduction = sum}, errors, zeros, infinity, {{1, -1, 0, -0.5f}});
    // Where PyTorch says NaN: what is ruled out, and is not the target, adds nothing.
    check_row(hg::soft_cross_entropy{}, {{2, 2, -infinity, -infinity}}, row{{0.5f, 0.5f, 0, 0}},
              std::log(2.0f), {{0, 0, 0, 0}});
    check_row(hg::binary_cross_entropy_with_logits{.reduction = sum}, {{infinity, -infinity, 0, 0}},
              row{{1, 0, 1, 0}}, 2 * std::log(2.0f), {{0, 0, -0.5f, 0.5f}});
    check_row(hg::binary_cross_entropy_with_logits{.reduction = sum}, {{infinity, -infinity, 0, 0}},
              row{{0, 1, 1, 0}}, infinity, {{1, -1, -0.5f, 0.5f}});
}

TEST_CASE("a NaN makes loss and slope NaN") {
    for_each_loss<4, 2>([](const auto& l) {
        using loss = std::decay_t<decltype(l)>;
        loss_cases::batch<loss, float, 1, 4> b(1, l);
        if constexpr (std::is_same_v<typename loss::template target_type<float>, int>) b.t(0, 0) = 2;
        b.z(0, 2) = not_a_number;
        CHECK(is_nan(b.loss(0, 1)));
        // log-probabilities are only picked: the slope does not depend on them
        if constexpr (!std::is_same_v<loss, hg::class_weighted<hg::negative_log_likelihood, 4>>)
            CHECK(is_nan(b.g(0, 2)));
    });
}

TEST_CASE("a row whose label is ignored adds nothing, whatever is in it") {
    row g{{1, 1, 1, 1}};
    const row z{{not_a_number, infinity, 0, 0}};
    CHECK(loss_of(hg::softmax_cross_entropy{.ignore_index = 1}, z, second, g) == 0);
    CHECK(g == row());
    const hg::matrix<int, 1, 1> none{{-100}};
    for (const double smoothing : {0.0, 0.1}) {
        g = {{1, 1, 1, 1}};
        const hg::softmax_cross_entropy loss{.label_smoothing = smoothing, .ignore_index = -100};
        CHECK(loss_of(loss, z, none, g) == 0);
        CHECK(g == row());
        // as in PyTorch, the mean of nothing is 0 / 0, and its gradient zero
        CHECK(hg::loss_divisor<float>(loss, hg::rows<const int, 1>(none)) == 0);
        CHECK(loss(0.0f, z.view(), none.view(), infinity, g.view()) == 0);
        CHECK(g == row());
    }
}

namespace {

template <class T>
struct results {
    std::array<T, 8> sums{};
    hg::matrix<T, 8, 22> g;
};

/// Every loss on two rows of eleven.
template <class T>
constexpr results<T> compute(T third) {
    hg::matrix<T, 2, 11> z, t;
    for (int i = 0; i < 22; ++i) {
        z.data()[i] = static_cast<T>(i * 7 % 5) * third - static_cast<T>(i % 3);
        t.data()[i] = static_cast<T>(i * 5 % 7) * third;
    }
    const hg::matrix<int, 2, 1> label{{10}, {0}};
    results<T> r;
    int k = 0;
    const auto add = [&]<class Loss>(const Loss& loss) {
        const auto g = hg::view<T, 2, 11>(r.g.row(k).data());
        T& to = r.sums[static_cast<std::size_t>(k++)];
        if constexpr (std::is_same_v<typename Loss::template target_type<T>, int>)
            to = loss(T(0), hg::view<const T, 2, 11>(z), hg::view<const int, 2, 1>(label), T(0.5), g);
        else
            to = loss(T(0), hg::view<const T, 2, 11>(z), hg::view<const T, 2, 11>(t), T(0.5), g);
    };
    const std::array<double, 11> w{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    add(hg::class_weighted(hg::softmax_cross_entropy{.label_smoothing = 0.1}, w));
    add(hg::class_weighted(hg::soft_cross_entropy{.label_smoothing = 0.1}, w));
    add(hg::class_weighted(hg::negative_log_likelihood{}, w));
    add(hg::class_weighted(hg::hinge{.margin = 1.5}, w));
    add(hg::class_weighted(hg::binary_cross_entropy_with_logits{.pos_weight = 3}, w));
    add(hg::mean_absolute_error{});
    add(hg::huber{.delta = 0.75});
    add(hg::smooth_l1{.beta = 0.75});
    return r;
}

} // namespace

TEST_CASE("a constant expression gives the bits of the run time") {
    static constexpr results<float> compiled = compute(1.0f / 3);
    const volatile float third = 1.0f / 3;
    const results<float> now = compute<float>(third);
    for (std::size_t k = 0; k < 8; ++k) CHECK(same_bits(compiled.sums[k], now.sums[k]));
    CHECK(compiled.g == now.g);
}
