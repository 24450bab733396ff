#include "loss_cases.hpp"

#include <share.hpp>

#include <handgrad/loss/class_weighted.hpp>
#include <handgrad/loss/softmax_cross_entropy.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace {

namespace hg = handgrad;
using loss = hg::softmax_cross_entropy;

static_assert(hg::loss<loss>);

/// The loss of a batch and the probabilities, by the textbook in long double.
template <class T, int B, int N>
void check_values(std::uint64_t seed) {
    loss_cases::batch<loss, T, B, N> b(seed);
    const T weight = T(1) / B;
    const T sum = b.loss(0, weight);
    long double expected = 0, worst = 0;
    for (int r = 0; r < B; ++r) {
        long double total = 0;
        for (int c = 0; c < N; ++c) total += std::exp(static_cast<long double>(b.z(r, c)));
        expected += std::log(total) - static_cast<long double>(b.z(r, b.t(r, 0)));
        for (int c = 0; c < N; ++c) {
            const long double one_hot = c == b.t(r, 0) ? 1 : 0;
            const long double g = (std::exp(static_cast<long double>(b.z(r, c))) / total - one_hot) *
                                  static_cast<long double>(weight);
            worst = std::max(worst, std::fabs(g - static_cast<long double>(b.g(r, c))));
        }
    }
    const double epsilon = std::numeric_limits<T>::epsilon();
    INFO("N = ", N);
    CHECK(static_cast<double>(sum) == doctest::Approx(static_cast<double>(expected)).epsilon(4 * epsilon));
    CHECK(static_cast<double>(worst) < 2 * epsilon);
}

} // namespace

TEST_CASE("by hand") {
    loss_cases::batch<loss, double, 1, 4> b(0);
    b.z = {{2, 2, 2, 2}};
    b.t = {{1}};
    CHECK(b.loss(0, 1) == std::log(4.0));
    CHECK(b.g == hg::matrix<double, 1, 4>{{0.25, -0.75, 0.25, 0.25}});
}

TEST_CASE_TEMPLATE("against the textbook", T, float, double) {
    [&]<int... N>(std::integer_sequence<int, N...>) { (check_values<T, 5, N>(N), ...); }
    (std::integer_sequence<int, 1, 2, 7, 8, 9, 17, 100>{});
}

TEST_CASE("against differences, and cut anywhere") {
    for_my_part<0, 3, 17, 10>([]<int N>() { loss_cases::check_gradient<loss, 2, N>(); });
    for_my_part<1, 1, 17>([]<int N>() { loss_cases::check_cuts<loss, float, N>(); });
    if constexpr (is_mine(0)) loss_cases::check_cuts<loss, double, 10>();
}

namespace {

/// Rows that are worked on by columns, as many at once as a vector has lanes, are the rows alone; also where
/// a label among them is not counted. The gradient takes the place of the outputs.
template <class T, int N, class Loss>
void check_columns(const Loss& l) {
    loss_cases::batch<Loss, T, 19, N> alone(N, l), together(N, l), in_place(N, l);
    for (int r : {3, 10}) alone.z(r, N - 1) *= 100;
    alone.t(10, 0) = together.t(10, 0) = -100;
    together.z = in_place.z = alone.z;
    hg::running_sum<T> total = T(0.125);
    for (int r = 0; r < 19; ++r) total = alone.template sum<1>(total, T(0.75), r);
    const T sum = total;
    CHECK(same_bits(together.loss(T(0.125), T(0.75)), sum));
    CHECK(same_bits(together.loss_only(T(0.125), T(0.75)), sum));
    CHECK(together.g == alone.g);
    const T of_place = l(T(0.125), hg::view<const T, 19, N>(in_place.z),
                         hg::view<const int, 19, 1>(together.t), T(0.75), in_place.z.view());
    CHECK(same_bits(of_place, sum));
    CHECK(in_place.z == alone.g);
}

} // namespace

TEST_CASE("many short rows are the rows alone") {
    const loss l{.ignore_index = -100};
    if constexpr (is_mine(0)) check_columns<float, 1>(l);
    if constexpr (is_mine(1))
        check_columns<float, 10>(hg::class_weighted(l, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    if constexpr (is_mine(2)) check_columns<double, 3>(l);
    const loss smoothed{.label_smoothing = 0.1, .ignore_index = -100};
    if constexpr (is_mine(3)) check_columns<float, 10>(smoothed);
    if constexpr (is_mine(4))
        check_columns<float, 16>(
            hg::class_weighted(smoothed, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}));
    if constexpr (is_mine(5)) check_columns<double, 3>(smoothed);
}

TEST_CASE_TEMPLATE("logits of +-10000", T, float, double) {
    loss_cases::batch<loss, T, 1, 11> b(0);
    for (T& z : b.z) z = -10000;
    b.z(0, 4) = 10000;
    b.t(0, 0) = 4; // as sure as can be, and right
    CHECK(b.loss(0, 1) == 0);
    CHECK(b.g == hg::matrix<T, 1, 11>());
    b.t(0, 0) = 3; // and wrong
    CHECK(b.loss(0, 1) == 20000);
    CHECK(b.g(0, 3) == -1);
    CHECK(b.g(0, 4) == 1);
    b.z(0, 0) = 10000; // two winners
    b.t(0, 0) = 0;
    CHECK(b.loss(0, 1) == std::log(T(2)));
    CHECK(b.g(0, 0) == T(-0.5));
    // a logit of -inf is a class ruled out
    b.z(0, 0) = -std::numeric_limits<T>::infinity();
    b.t(0, 0) = 4;
    CHECK(b.loss(0, 1) == 0);
    CHECK(b.g(0, 0) == 0);
}

TEST_CASE("a NaN makes its row NaN and no other") {
    loss_cases::batch<loss, float, 2, 9> b(1);
    b.z(1, 8) = std::numeric_limits<float>::quiet_NaN();
    b.t(1, 0) = 2;
    CHECK(is_nan(b.loss(0, 1)));
    for (int c = 0; c < 9; ++c) {
        CHECK(!is_nan(b.g(0, c)));
        CHECK(is_nan(b.g(1, c)));
    }
}

namespace {

template <class T>
struct results {
    T sum;
    hg::matrix<T, 2, 11> g;
};

template <class T>
constexpr results<T> compute(T third) {
    hg::matrix<T, 2, 11> z;
    for (int i = 0; i < 22; ++i) z.data()[i] = static_cast<T>(i * 7 % 5) * third - static_cast<T>(i % 3);
    const hg::matrix<int, 2, 1> t{{10}, {0}};
    results<T> r{};
    r.sum = loss{}(T(0), hg::view<const T, 2, 11>(z), hg::view<const int, 2, 1>(t), T(0.5), r.g.view());
    return r;
}

} // namespace

TEST_CASE_TEMPLATE("a constant expression gives the bits of the run time", T, float, double) {
    static constexpr results<T> compiled = compute(T(1) / 3);
    const volatile T third = T(1) / 3;
    const results<T> now = compute<T>(third);
    CHECK(same_bits(compiled.sum, now.sum));
    CHECK(compiled.g == now.g);
}
