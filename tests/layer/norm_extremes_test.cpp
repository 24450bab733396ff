// layer_norm and batch_norm of very large and very small numbers, and of numbers that are none.
#include <bits.hpp>

#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>

namespace hg = handgrad;

namespace {

template <class T>
constexpr T infinity = hg::math::infinity<T>;
template <class T>
constexpr T no_number = hg::math::not_a_number<T>;

/// A training pass over z, with some gamma, beta and gradients; the same numbers whatever T is.
template <class L, class T, int B>
struct pass {
    static constexpr int N = L::inputs, count = L::parameter_count;
    hg::matrix<T, 1, count> p, dp;
    hg::matrix<T, 1, L::template tape_size<B>> tape;
    hg::matrix<T, B, N> y, dz;

    template <class From>
    explicit pass(const hg::matrix<From, B, N>& from) {
        hg::matrix<T, B, N> z, g;
        for (int i = 0; i < B * N; ++i) {
            z.data()[i] = static_cast<T>(from.data()[i]);
            g.data()[i] = static_cast<T>(static_cast<float>((i * 7) % 11 - 5) / 8);
        }
        hg::rng unused{1};
        L::initialize(p.view(), unused);
        for (int c = 0; c < N; ++c) {
            p(0, c) = static_cast<T>(1 + 0.25 * (c % 3));
            p(0, N + c) = static_cast<T>(0.5 * (c % 2));
        }
        const hg::view<const T, B, N> constant_z(z), constant_y(y);
        const hg::view<const T, 1, count> constant_p(p);
        L::template forward<B>(constant_z, constant_p, tape.view(), y.view());
        L::template vjp<B, hg::write::overwrite>(constant_z, constant_y, constant_p,
                                                 hg::view<const T, 1, L::template tape_size<B>>(tape),
                                                 g.view(), dz.view(), dp.view());
    }
};

/// Relative to the largest of them.
template <class A, class B>
double distance(const A& found, const B& expected) {
    double worst = 0, largest = 0;
    for (int i = 0; i < expected.size; ++i) {
        const double e = static_cast<double>(expected.data()[i]), f = static_cast<double>(found.data()[i]);
        largest = std::max(largest, std::abs(e));
        worst = std::abs(f - e) <= worst ? worst : std::abs(f - e); // a NaN is the worst
    }
    return largest > 0 ? worst / largest : worst;
}

template <class T, int B, int N>
hg::matrix<T, B, N> numbers(T size, T offset) {
    hg::matrix<T, B, N> z;
    hg::rng r{7};
    for (T& x : z) x = size * (r.uniform<T>(-1, 1) + offset);
    return z;
}

/// Floats of a size, in float and in double, where nothing of them overflows.
template <class L, int B>
void check_against_double(float size, float offset) {
    CAPTURE(size);
    const auto z = numbers<float, B, L::inputs>(size, offset);
    const pass<L, float, B> found(z);
    const pass<L, double, B> expected(z);
    CHECK(distance(found.y, expected.y) < 3e-6);
    CHECK(distance(found.dz, expected.dz) < 3e-6);
    CHECK(distance(found.dp, expected.dp) < 3e-6);
}

} // namespace

TEST_CASE_TEMPLATE("floats of any size are normalized as in double", L, hg::layer_norm<13>, hg::layer_norm<3>,
                   hg::batch_norm<13>, hg::batch_norm<3>) {
    for (const float size : {1e-30f, 1e-20f, 1e-3f, 1.0f, 1e10f, 1e18f, 1e19f, 1e20f, 1e25f, 1e30f, 8e37f}) {
        check_against_double<L, 6>(size, 0);
        check_against_double<L, 6>(size, 0.5f);
    }
    check_against_double<L, 6>(2e38f, 0.6f); // whose sum overflows, too
}

namespace {

/// A row, or a column, of doubles of any size that epsilon is nothing to gives what one of 1e10 gives.
template <class L>
void check_doubles() {
    const auto z = numbers<double, 6, L::inputs>(0x1p33, 0.25);
    const pass<L, double, 6> expected(z);
    for (const double scale : {0x1p300, 0x1p480, 0x1p500, 0x1p700, 0x1p985}) {
        CAPTURE(scale);
        hg::matrix<double, 6, L::inputs> large = z;
        for (double& x : large) x *= scale;
        pass<L, double, 6> found(large);
        for (double& x : found.dz) x *= scale;
        CHECK(distance(found.y, expected.y) < 1e-14);
        CHECK(distance(found.dz, expected.dz) < 1e-14);
        CHECK(distance(found.dp, expected.dp) < 1e-14);
    }
}

} // namespace

TEST_CASE("doubles up to 1e306") {
    check_doubles<hg::layer_norm<7>>();
    check_doubles<hg::batch_norm<7>>();
}

TEST_CASE("a large row, or column, changes no bit of the others") {
    auto z = numbers<float, 6, 13>(1, 0);
    const pass<hg::layer_norm<13>, float, 6> rows(z);
    const pass<hg::batch_norm<13>, float, 6> columns(z);
    auto large_row = z, large_column = z;
    for (int c = 0; c < 13; ++c) large_row(2, c) *= 1e30f;
    for (int r = 0; r < 6; ++r) large_column(r, 4) *= 1e30f;
    const pass<hg::layer_norm<13>, float, 6> with_row(large_row);
    const pass<hg::batch_norm<13>, float, 6> with_column(large_column);
    for (int r = 0; r < 6; ++r)
        for (int c = 0; c < 13; ++c) {
            CHECK((with_row.y(r, c) == rows.y(r, c) || r == 2));
            CHECK((with_row.dz(r, c) == rows.dz(r, c) || r == 2));
            CHECK((with_column.y(r, c) == columns.y(r, c) || c == 4));
            CHECK((with_column.dz(r, c) == columns.dz(r, c) || c == 4));
        }
}

TEST_CASE("a row, or a column, with numbers that are none is none") {
    for (const float strange : {infinity<float>, -infinity<float>, no_number<float>}) {
        auto z = numbers<float, 6, 13>(1, 0);
        z(2, 4) = strange;
        const pass<hg::layer_norm<13>, float, 6> rows(z);
        const pass<hg::batch_norm<13>, float, 6> columns(z);
        for (int r = 0; r < 6; ++r)
            for (int c = 0; c < 13; ++c) {
                CHECK(is_nan(rows.y(r, c)) == (r == 2));
                CHECK(is_nan(columns.y(r, c)) == (c == 4));
            }
    }
}

TEST_CASE("large rows and columns have the same bits on every machine") {
    digest d;
    const auto add = [&]<class L>(const L&) {
        const pass<L, float, 6> floats(numbers<float, 6, L::inputs>(1e30f, 0.5f));
        const pass<L, double, 6> doubles(numbers<double, 6, L::inputs>(1e200, 0.5));
        for (const float y : floats.y) d.add(y);
        for (const float dz : floats.dz) d.add(dz);
        for (const double y : doubles.y) d.add(y);
        for (const double dz : doubles.dz) d.add(dz);
    };
    add(hg::layer_norm<13>{});
    add(hg::batch_norm<13>{});
    CHECK(d.value() == 0x1cf90c42851ae91f);
}

TEST_CASE("the tangent of a large row is that of a small one") {
    using D = hg::dual<double>;
    using norm = hg::layer_norm<5>;
    const auto z = numbers<double, 2, 5>(0x1p40, 0.25);
    const auto tangents = [&](double scale) {
        hg::matrix<D, 2, 5> at, y;
        for (int i = 0; i < at.size; ++i)
            at.data()[i] = D(z.data()[i] * scale, static_cast<double>(i % 3) * 0x1p40 * scale);
        hg::matrix<D, 1, norm::parameter_count> p;
        hg::rng unused{1};
        norm::initialize(p.view(), unused);
        norm::forward<2>(hg::view<const D, 2, 5>(at), hg::view<const D, 1, norm::parameter_count>(p),
                         hg::discard{}, y.view());
        hg::matrix<double, 2, 5> t;
        for (int i = 0; i < t.size; ++i) t.data()[i] = y.data()[i].tangent;
        return t;
    };
    CHECK(distance(tangents(0x1p600), tangents(1)) < 1e-14);
}

namespace {

using norm = hg::batch_norm<3>;
using block = hg::matrix<float, 1, norm::parameter_count>;

block initial() {
    block p;
    hg::rng unused{1};
    norm::initialize(p.view(), unused);
    return p;
}

/// What a step that learns nothing makes of the statistics; the middle column of the batch is given.
block after(const std::array<float, 4>& middle) {
    using net = hg::network<norm, hg::dense<3, 2>>;
    hg::parameters<net> p;
    hg::rng r{1};
    net::initialize(p, r);
    hg::matrix<float, 4, 3> x{{1, 0, 1}, {2, 0, 0.5f}, {3, 0, 2}, {5, 0, 4}};
    for (int i = 0; i < 4; ++i) x(i, 1) = middle[static_cast<std::size_t>(i)];
    const std::array<int, 4> label{0, 1, 1, 0};
    net::workspace<4> ws;
    net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0}, p, x, label, ws);
    block result;
    std::copy_n(p.data(), norm::parameter_count, result.data());
    return result;
}

} // namespace

TEST_CASE("no batch spoils the running mean and variance for good") {
    block before = initial(), usual = after({1, 2, 3, 4});
    const auto means = norm::means(before.view()), variances = norm::variances(before.view());
    const auto check = [&](const std::array<float, 4>& middle, bool taken) {
        block found = after(middle);
        const auto m = norm::means(found.view()), v = norm::variances(found.view());
        for (const int c : {0, 2}) {
            CHECK(m(0, c) == norm::means(usual.view())(0, c));
            CHECK(v(0, c) == norm::variances(usual.view())(0, c));
            CHECK(m(0, c) != means(0, c));
        }
        CHECK(std::isfinite(m(0, 1)));
        CHECK(std::isfinite(v(0, 1)));
        CHECK((m(0, 1) != means(0, 1)) == taken);
        CHECK((v(0, 1) != variances(0, 1)) == taken);
    };
    check({1, 2, 3, 4}, true);
    check({1e18f, -1e18f, 1e18f, 0}, true);    // a variance of 1e36
    check({1e20f, -1e20f, 1e20f, 0}, false);   // of 1e40
    check({2e38f, 2e38f, 2e38f, 2e38f}, true); // of 0, although their sum overflows
    check({3e38f, 3e38f, -3e38f, 3e38f}, false);
    check({1, 2, infinity<float>, 3}, false);
    check({1, 2, no_number<float>, 3}, false);
}
