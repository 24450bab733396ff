// Initializers: their moments and bounds, orthogonality, the bits that follow a seed, and biases.
#include <bits.hpp>

#include <handgrad/activation/relu.hpp>
#include <handgrad/core/matrix.hpp>
#include <handgrad/initializer/constant.hpp>
#include <handgrad/initializer/glorot.hpp>
#include <handgrad/initializer/he.hpp>
#include <handgrad/initializer/lecun.hpp>
#include <handgrad/initializer/orthogonal.hpp>
#include <handgrad/initializer/random_fourier.hpp>
#include <handgrad/initializer/torch_default.hpp>
#include <handgrad/layer/dense.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace {

namespace hg = handgrad;

static_assert(hg::initializer<hg::he_normal> && hg::initializer<hg::orthogonal> &&
              hg::initializer<hg::torch_default> && hg::initializer<hg::zeros>);
static_assert(!hg::initializer<double> && !hg::initializer<hg::relu>);

template <class T, int In, int Out, class Scheme>
hg::matrix<T, In, Out> filled(const Scheme& scheme, std::uint64_t seed) {
    hg::matrix<T, In, Out> w;
    hg::rng r(seed);
    scheme(w.view(), r);
    return w;
}

/// Of 100 x 60 weights: mean zero, the variance expected, and no number beyond the bound of a uniform
/// distribution of that variance, if it is one (of a normal one some are).
template <class Scheme>
void check_moments(const std::string& what, const Scheme& scheme, double variance, bool uniform) {
    INFO(what);
    const auto w = filled<double, 100, 60>(scheme, 3);
    double sum = 0, squares = 0, largest = 0;
    for (const double x : w) {
        sum += x;
        squares += x * x;
        largest = std::max(largest, std::abs(x));
    }
    const double deviation = std::sqrt(variance), bound = std::sqrt(3.0) * deviation;
    CHECK(std::abs(sum / 6000) < 3 * deviation / std::sqrt(6000.0));
    CHECK(squares / 6000 == doctest::Approx(variance).epsilon(0.05));
    CHECK((largest <= bound) == uniform);
    CHECK(largest > 0.999 * bound);
}

} // namespace

TEST_CASE("random weights have the mean, the variance and the bounds that they should") {
    check_moments("he_normal", hg::he_normal{}, 2.0 / 100, false);
    check_moments("he_uniform", hg::he_uniform{}, 2.0 / 100, true);
    check_moments("he_normal, leaky", hg::he_normal{.negative_slope = 0.5}, 2.0 / 125, false);
    check_moments("he_uniform, leaky", hg::he_uniform{.negative_slope = 0.5}, 2.0 / 125, true);
    check_moments("glorot_normal", hg::glorot_normal{}, 2.0 / 160, false);
    check_moments("glorot_uniform", hg::glorot_uniform{}, 2.0 / 160, true);
    check_moments("glorot_normal, gain", hg::glorot_normal{.gain = 5.0 / 3}, 25.0 / 9 * 2 / 160, false);
    check_moments("glorot_uniform, gain", hg::glorot_uniform{.gain = 5.0 / 3}, 25.0 / 9 * 2 / 160, true);
    check_moments("lecun_normal", hg::lecun_normal{}, 1.0 / 100, false);
    check_moments("lecun_uniform", hg::lecun_uniform{}, 1.0 / 100, true);
    check_moments("torch_default", hg::torch_default{}, 1.0 / 300, true);
    check_moments("orthogonal", hg::orthogonal{}, 1.0 / 100, false);
}

namespace {

/// The largest difference of W^T W, or of W W^T where there are more columns, from gain^2 I.
template <class T, int In, int Out>
double departure(double gain) {
    const auto w = filled<T, In, Out>(hg::orthogonal{.gain = gain}, 4);
    constexpr bool columns = Out <= In;
    constexpr int count = std::min(In, Out), length = std::max(In, Out);
    const auto at = [&](int j, int k) { return static_cast<double>(columns ? w(k, j) : w(j, k)); };
    double worst = 0;
    for (int i = 0; i < count; ++i)
        for (int j = 0; j <= i; ++j) {
            double product = 0;
            for (int k = 0; k < length; ++k) product += at(i, k) * at(j, k);
            worst = std::max(worst, std::abs(product - (i == j ? gain * gain : 0)));
        }
    return worst;
}

} // namespace

TEST_CASE("orthogonal weights are") {
    CHECK(departure<double, 1, 1>(1) == 0);
    CHECK(departure<double, 40, 40>(1) < 1e-15);
    CHECK(departure<double, 33, 7>(1) < 1e-15);
    CHECK(departure<double, 7, 33>(1) < 1e-15);
    CHECK(departure<double, 7, 33>(3) < 9e-15);
    CHECK(departure<float, 40, 40>(1) < 1e-7);
    CHECK(departure<float, 33, 7>(std::sqrt(2.0)) < 3e-7);
    CHECK(departure<float, 33, 7>(0) == 0);
}

TEST_CASE("no direction of an orthogonal matrix is preferred") {
    // the trace of a random rotation or reflection has mean 0 and variance 1 (from 2 x 2 on)
    double sum = 0, squares = 0;
    constexpr int count = 2000;
    for (int i = 0; i < count; ++i) {
        const auto w = filled<float, 3, 3>(hg::orthogonal{}, static_cast<std::uint64_t>(i));
        const double trace = static_cast<double>(w(0, 0) + w(1, 1) + w(2, 2));
        sum += trace;
        squares += trace * trace;
    }
    CHECK(std::abs(sum / count) < 3 / std::sqrt(double{count}));
    CHECK(squares / count == doctest::Approx(1).epsilon(0.1));
}

TEST_CASE("constant weights draw no random number") {
    hg::rng r(5), untouched(5);
    hg::matrix<float, 2, 2> w{{1, 2}, {3, 4}};
    hg::constant{.value = 0.25}(w.view(), r);
    CHECK(w == hg::matrix<float, 2, 2>{{0.25f, 0.25f}, {0.25f, 0.25f}});
    hg::zeros{}(w.view(), r);
    CHECK(w == hg::matrix<float, 2, 2>{});
    CHECK(r() == untouched());
}

namespace {

template <class T>
constexpr std::uint64_t bits_that_follow(std::uint64_t seed) {
    digest d;
    hg::rng r(seed);
    const auto add = [&](auto scheme) {
        hg::matrix<T, 2, 4> wide;
        hg::matrix<T, 3, 2> tall;
        scheme(wide.view(), r);
        scheme(tall.view(), r);
        for (const T x : wide) d.add(x);
        for (const T x : tall) d.add(x);
    };
    add(hg::he_normal{});
    add(hg::he_uniform{});
    add(hg::he_uniform{.negative_slope = 0.01});
    add(hg::glorot_normal{});
    add(hg::glorot_uniform{.gain = 5.0 / 3});
    add(hg::lecun_normal{});
    add(hg::lecun_uniform{});
    add(hg::orthogonal{.gain = 1.4});
    add(hg::torch_default{});
    return d.value();
}

} // namespace

TEST_CASE_TEMPLATE("the bits that follow a seed, at compile time and at run time", T, float, double) {
    constexpr std::uint64_t expected = sizeof(T) == 4 ? 0x1913c73407814a68 : 0x4a89c44ea8fdfde7;
    static_assert(bits_that_follow<T>(6) == expected);
    volatile std::uint64_t seed = 6;
    CHECK(bits_that_follow<T>(seed) == expected);
}

TEST_CASE("he_normal and glorot_uniform begin as they always did") {
    digest d;
    for (const float x : filled<float, 7, 5>(hg::he_normal{}, 1)) d.add(x);
    for (const float x : filled<float, 7, 5>(hg::he_uniform{}, 1)) d.add(x);
    for (const double x : filled<double, 7, 5>(hg::glorot_normal{}, 1)) d.add(x);
    for (const float x : filled<float, 7, 5>(hg::glorot_uniform{}, 1)) d.add(x);
    CHECK(d.value() == 0x5f25752743f0ab91);
}

TEST_CASE("a scheme may say how biases begin") {
    using layer = hg::dense<16, 500, hg::relu>;
    hg::matrix<float, 1, layer::parameter_count> p;
    const auto w = layer::weights(p.view());
    const auto b = layer::biases(p.view());
    const auto largest = [](const auto& block) {
        float most = 0;
        for (const float x : block) most = std::max(most, std::abs(x));
        return most;
    };
    hg::rng r(7);
    layer::initialize(p.view(), r, hg::torch_default{});
    CHECK(largest(w) <= 0.25f); // 1 / sqrt(16)
    CHECK(largest(w) > 0.249f);
    CHECK(largest(b) <= 0.25f);
    CHECK(largest(b) > 0.24f);
    layer::initialize(p.view(), r, hg::orthogonal{});
    CHECK(largest(w) > 0);
    CHECK(largest(b) == 0);
    layer::initialize(p.view(), r, hg::constant{.value = 2});
    CHECK(w(15, 499) == 2);
    CHECK(largest(b) == 0);

    using unbiased = hg::dense<4, 2, hg::identity, hg::no_bias>;
    hg::matrix<float, 1, unbiased::parameter_count> q;
    unbiased::initialize(q.view(), r, hg::torch_default{});
    CHECK(largest(q) > 0);
}

TEST_CASE("random Fourier features stand for a Gaussian kernel") {
    constexpr int features = 4000;
    const hg::random_fourier scheme{.gamma = 0.3};
    hg::rng r(5);
    hg::matrix<double, 3, features> w;
    hg::matrix<double, 1, features> b;
    scheme(w.view(), b.view(), r);
    const double x[] = {0.5, -1, 0.25}, y[] = {-0.5, 0, 0.75};
    double dot = 0, square = 0;
    for (int i = 0; i < features; ++i) {
        double at_x = b(0, i), at_y = b(0, i);
        for (int k = 0; k < 3; ++k) {
            at_x += x[k] * w(k, i);
            at_y += y[k] * w(k, i);
        }
        dot += 2.0 / features * std::cos(at_x) * std::cos(at_y);
    }
    for (int k = 0; k < 3; ++k) square += (x[k] - y[k]) * (x[k] - y[k]);
    CHECK(dot == doctest::Approx(std::exp(-0.3 * square)).epsilon(0.05)); // three deviations
    const auto [least, largest] = std::minmax_element(b.begin(), b.end());
    CHECK(*least >= 0);
    CHECK(*largest > 6.27);
    CHECK(*largest < 6.2831854);
}
