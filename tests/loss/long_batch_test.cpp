// Losses of many rows: a tile over and over, whose rows are known one by one.
#include "loss_cases.hpp"

#include <share.hpp>

#include <handgrad/loss/binary_cross_entropy_with_logits.hpp>
#include <handgrad/loss/class_weighted.hpp>
#include <handgrad/loss/hinge.hpp>
#include <handgrad/loss/huber.hpp>
#include <handgrad/loss/mean_absolute_error.hpp>
#include <handgrad/loss/mean_squared_error.hpp>
#include <handgrad/loss/negative_log_likelihood.hpp>
#include <handgrad/loss/smooth_l1.hpp>
#include <handgrad/loss/soft_cross_entropy.hpp>
#include <handgrad/loss/softmax_cross_entropy.hpp>

#include <array>
#include <limits>
#include <vector>

namespace {

namespace hg = handgrad;

/// Rows in tiles of Tile: the sum and the mean are those of the rows to the last bit of a float, and as far
/// as that many additions of doubles allow.
template <class T, int N, int Tile, int Rows = 200'000, class Loss>
void check_mean(const Loss& loss) {
    INFO(__PRETTY_FUNCTION__);
    constexpr int rows = 32, times = Rows / rows;
    static_assert(rows % Tile == 0);
    loss_cases::batch<Loss, T, rows, N> b(5, loss);
    long double expected = 0;
    for (int r = 0; r < rows; ++r)
        expected += static_cast<long double>(static_cast<T>(b.template sum<1>(0, 1, r)));
    expected *= times;
    hg::running_sum<T> sum;
    for (int k = 0; k < times; ++k)
        for (int r = 0; r < rows; r += Tile) sum = b.template sum<Tile>(sum, 1, r);
    const auto off = [](T found, long double right) {
        return std::fabs(static_cast<double>((static_cast<long double>(found) - right) / right));
    };
    constexpr double bound = std::numeric_limits<T>::epsilon() + (sizeof(T) == 4 ? 0 : Rows * 0x1p-53);
    CHECK(off(sum, expected) <= bound);
    CHECK(off(sum.over(rows * times), expected / (rows * times)) <= bound);
}

/// Each loss of floats or of doubles, of both, or of none, as it falls to this build.
template <int N, int Tile>
void check_means() {
    std::array<double, N> weights{};
    for (int c = 0; c < N; ++c) weights[static_cast<std::size_t>(c)] = 0.1 + 0.2 * c;
    const auto check = []<std::size_t... I>(std::index_sequence<I...>, const auto&... losses) {
        const auto each = []<std::size_t Case>(const auto& loss) {
            if constexpr (is_mine(Case)) check_mean<float, N, Tile>(loss);
            if constexpr (is_mine(Case + 1)) check_mean<double, N, Tile>(loss);
        };
        (each.template operator()<I + N>(losses), ...);
    };
    check(std::make_index_sequence<10>{}, hg::softmax_cross_entropy{},
          hg::softmax_cross_entropy{.label_smoothing = 0.1},
          hg::class_weighted(hg::softmax_cross_entropy{}, weights), hg::soft_cross_entropy{},
          hg::binary_cross_entropy_with_logits{}, hg::hinge{}, hg::mean_squared_error{},
          hg::mean_absolute_error{}, hg::huber{}, hg::smooth_l1{});
}

} // namespace

TEST_CASE("the mean of many rows is right") {
    check_means<3, 16>();
    check_means<17, 2>();
    check_mean<float, 10, 32, 1'000'000>(hg::softmax_cross_entropy{});
    check_mean<float, 1, 32, 10'000'000>(hg::mean_squared_error{});
    check_mean<float, 1, 4>(hg::huber{});
    check_mean<double, 1, 32>(hg::mean_squared_error{});
    check_mean<double, 1, 1>(hg::binary_cross_entropy_with_logits{});
    check_mean<float, 4, 8>(hg::negative_log_likelihood{});
}

TEST_CASE("so is the sum of the weights of ten million rows") {
    constexpr int n = 10'000'000;
    std::vector<int> labels(n);
    for (int i = 0; i < n; ++i) labels[static_cast<std::size_t>(i)] = i % 2;
    const hg::rows<const int, 1> targets(labels.data(), n);
    const auto check = [&](const auto& loss) {
        const double floats = n / 2 * (double{0.1f} + double{0.3f}), doubles = n / 2 * (0.1 + 0.3);
        CHECK(static_cast<float>(hg::loss_divisor<float>(loss, targets)) == static_cast<float>(floats));
        CHECK(std::fabs(static_cast<double>(hg::loss_divisor<double>(loss, targets)) - doubles) <=
              n * 0x1p-53 * doubles);
    };
    check(hg::class_weighted(hg::softmax_cross_entropy{}, {0.1, 0.3}));
    check(hg::class_weighted(hg::negative_log_likelihood{}, {0.1, 0.3}));
    CHECK(static_cast<float>(hg::loss_divisor<float>(hg::softmax_cross_entropy{}, targets)) == n);
}

namespace {

/// The sums of a few losses over tiles of random rows, one after the other.
template <class T>
std::uint64_t sums() {
    digest d;
    const auto add = [&]<int N, class Loss>(std::integral_constant<int, N>, const Loss& loss) {
        hg::running_sum<T> sum;
        for (int seed = 0; seed < 20; ++seed) {
            loss_cases::batch<Loss, T, 37, N> b(static_cast<std::uint64_t>(seed), loss);
            sum = b.sum(sum, 1);
            d.add(static_cast<T>(sum));
        }
        d.add(sum.over(20 * 37));
    };
    add(std::integral_constant<int, 3>{}, hg::softmax_cross_entropy{});
    add(std::integral_constant<int, 3>{}, hg::class_weighted(hg::softmax_cross_entropy{}, {0.1, 0.3, 2}));
    add(std::integral_constant<int, 20>{}, hg::softmax_cross_entropy{.label_smoothing = 0.1});
    add(std::integral_constant<int, 1>{}, hg::mean_squared_error{});
    add(std::integral_constant<int, 5>{}, hg::huber{});
    return d.value();
}

} // namespace

TEST_CASE("the same bits on every machine") {
    CHECK(sums<float>() == 0x5a35c236335bcc57);
    CHECK(sums<double>() == 0x6f9d1080d79f9c51);
}
