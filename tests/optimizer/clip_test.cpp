// Clipping: by hand, at every scale, with numbers that are none, and in constant expressions.
#include <bits.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/optimizer/clip_norm.hpp>
#include <handgrad/optimizer/clip_value.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <type_traits>

namespace {

namespace hg = handgrad;

template <class T>
constexpr T infinity = hg::math::infinity<T>;
template <class T>
constexpr T no_number = hg::math::not_a_number<T>;

} // namespace

TEST_CASE("clip_value by hand") {
    hg::matrix<float, 1, 9> g{{-3, -1, -0.5f, 0, 0.5f, 1, 3, infinity<float>, -infinity<float>}};
    hg::clip_value(g, 1.0);
    CHECK(g == hg::matrix<float, 1, 9>{{-1, -1, -0.5f, 0, 0.5f, 1, 1, 1, -1}});
    std::array<double, 2> d{no_number<double>, 5};
    hg::clip_value(d, 0.1);
    CHECK(is_nan(d[0]));
    CHECK(d[1] == 0.1);
}

TEST_CASE("clip_norm by hand") {
    std::array<double, 2> g{3, -4};
    CHECK(hg::clip_norm(g, 6.0) == 5);
    CHECK(g == std::array<double, 2>{3, -4});
    CHECK(hg::clip_norm(g, 5.0) == 5); // 5 / (5 + 1e-6) is below 1
    CHECK(g[0] < 3);
    g = {3, -4};
    CHECK(hg::clip_norm(g, 2.5) == 5);
    const double scale = 2.5 / (5 + 1e-6);
    CHECK(g == std::array<double, 2>{3 * scale, -4 * scale});
    std::array<float, 3> zero{};
    CHECK(hg::clip_norm(zero, 1.0) == 0);
    CHECK(zero == std::array<float, 3>{});
}

TEST_CASE_TEMPLATE("no square overflows or is lost", T, float, double) {
    using limits = std::numeric_limits<T>;
    const double root = std::sqrt(2.0);
    for (int e = limits::min_exponent - limits::digits + 8; e < limits::max_exponent; e += 3) {
        const T x = std::ldexp(T(1), e);
        std::array<T, 19> g{};
        g[3] = x;
        g[17] = -x;
        const double expected = std::ldexp(root, e);
        CAPTURE(e);
        const double norm = hg::clip_norm(g, infinity<double>);
        CHECK(std::abs(norm - expected) <= 1e-6 * expected + std::numeric_limits<double>::denorm_min());
        CHECK(g[3] == x);
        if (e < 3) continue; // the 1e-6 of the definition is felt
        hg::clip_norm(g, expected / 2);
        CHECK(std::abs(static_cast<double>(g[17]) / static_cast<double>(x) + 0.5) < 1e-6);
    }
}

TEST_CASE_TEMPLATE("a gradient with numbers that are none", T, float, double) {
    std::array<T, 11> g{1, 2, 3};
    g[9] = no_number<T>;
    CHECK(is_nan(hg::clip_norm(g, 1.0)));
    for (const T x : g) CHECK(is_nan(x));
    g = {1, 2, 3};
    g[9] = -infinity<T>;
    CHECK(same_bits(hg::clip_norm(g, 1.0), infinity<double>));
    for (std::size_t i = 0; i < g.size(); ++i) CHECK((i == 9 ? is_nan(g[i]) : g[i] == 0));
    // where max_norm is infinite, too, all of it
    g = {1, infinity<T>, 0};
    CHECK(same_bits(hg::clip_norm(g, infinity<double>), infinity<double>));
    for (const T x : g) CHECK(is_nan(x));
    // both: the square root of a NaN
    g = {1, infinity<T>, no_number<T>};
    CHECK(is_nan(hg::clip_norm(g, 1.0)));
}

TEST_CASE("where the norm of doubles overflows, nothing is left of them") {
    std::array<double, 4> g{1.7e308, 1.7e308, 1, 0};
    CHECK(same_bits(hg::clip_norm(g, 1.0), infinity<double>));
    for (const double x : g) CHECK(x == 0);
    g = {1.7e308, 1.7e308, 1, 0};
    CHECK(same_bits(hg::clip_norm(g, infinity<double>), infinity<double>));
    for (const double x : g) CHECK(is_nan(x));
}

TEST_CASE("the norm of a float gradient may be beyond float") {
    std::array<float, 4> g{3e38f, 3e38f, 3e38f, 3e38f};
    CHECK(hg::clip_norm(g, 1.0) == doctest::Approx(6e38).epsilon(1e-6));
    CHECK(g[0] == doctest::Approx(0.5));
}

TEST_CASE_TEMPLATE("the norm of a million numbers is as right as double adds 4096 parts", T, float, double) {
    constexpr int n = 1 << 20;
    // A sum of m terms is off by m / 2 epsilons of double at most, its root by half of that.
    constexpr double tolerance =
        20.0 * std::numeric_limits<T>::epsilon() + n / 256 / 4 * std::numeric_limits<double>::epsilon();
    const auto g = std::make_unique<hg::matrix<T, 1, n + 3>>();
    for (const double size : {0.1, 1e30, 1e-30}) { // one chain of floats: off by 4e-4
        CAPTURE(size);
        for (T& x : *g) x = static_cast<T>(size);
        const double norm = hg::clip_norm(g->view(), infinity<double>);
        const double expected = static_cast<double>(static_cast<T>(size)) * std::sqrt(n + 3.0);
        CHECK(std::abs(norm - expected) <= tolerance * expected);
    }
}

namespace {

/// The norms of gradients of a few lengths, of numbers of a size, and what is left of them.
template <class T>
constexpr std::uint64_t clipped(T size) {
    digest d;
    const auto add = [&]<int N>(std::integral_constant<int, N>) {
        hg::rng r(N);
        hg::matrix<T, 1, N> g;
        for (T& x : g) x = r.uniform<T>(-size, size);
        const double norm = hg::clip_norm(g.view(), 0.3);
        d.add(norm);
        hg::clip_value(g, 0.1);
        for (const T x : g) d.add(x);
    };
    add(std::integral_constant<int, 1>{});
    add(std::integral_constant<int, 7>{});
    add(std::integral_constant<int, 21>{});
    return d.value();
}

} // namespace

TEST_CASE_TEMPLATE("clipping gives the same bits at compile time and at run time", T, float, double) {
    // of large numbers floats cannot hold the squares, which is no constant expression
    constexpr bool is_float = sizeof(T) == 4;
    constexpr std::uint64_t usual = is_float ? 0xb092ebd9f8bed3c0 : 0x503ff3e5d05cf3a1;
    constexpr std::uint64_t small = is_float ? 0xad8951309463e97e : 0x7a9995621917905c;
    constexpr std::uint64_t large = is_float ? 0xc6d7d10649fe1697 : 0x4c865b6c6e565e4b;
    static_assert(clipped<T>(1) == usual);
    static_assert(clipped<T>(T(0x1p-70)) == small);
    volatile T size = 1;
    CHECK(clipped<T>(size) == usual);
    size = T(0x1p-70);
    CHECK(clipped<T>(size) == small);
    size = T(0x1p70);
    CHECK(clipped<T>(size) == large);
}
