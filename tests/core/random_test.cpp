#include <handgrad/core/random.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace hg = handgrad;

// The literals come from another implementation, in another language, of the same published algorithms; that
// implementation gives the generators' own test vectors.

TEST_CASE("rng: the numbers that follow a seed, at compile time and at run time") {
    constexpr std::array<std::uint64_t, 8> after_1 = {
        0xcfc5d07f6f03c29b, 0xbf424132963fe08d, 0x19a37d5757aaf520, 0xbf08119f05cd56d6,
        0x2f47184b86186fa4, 0x97299fcae7202345, 0xfca3c79508f41507, 0x85fea5c90363f221};
    constexpr std::array<std::uint64_t, 4> after_0 = {0x53175d61490b23df, 0x61da6f3dc380d507,
                                                      0x5c0fdf91ec9a7bfc, 0x02eebf8c3bbe5e1a};
    constexpr auto first = []<std::size_t N>(hg::rng rng, std::array<std::uint64_t, N> out) {
        for (auto& x : out) x = rng();
        return out;
    };
    static_assert(first(hg::rng{1}, std::array<std::uint64_t, 8>{}) == after_1);
    static_assert(first(hg::rng{0}, std::array<std::uint64_t, 4>{}) == after_0);
    CHECK(first(hg::rng{1}, std::array<std::uint64_t, 8>{}) == after_1);
    CHECK(first(hg::rng{0}, std::array<std::uint64_t, 4>{}) == after_0);
}

TEST_CASE("rng: uniform numbers that follow a seed") {
    constexpr auto floats = [] {
        hg::rng rng{1};
        return std::array{rng.uniform<float>(), rng.uniform<float>(), rng.uniform<float>(),
                          rng.uniform<float>()};
    };
    constexpr std::array expected = {13616592 * 0x1p-24f, 12534337 * 0x1p-24f, 1680253 * 0x1p-24f,
                                     12519441 * 0x1p-24f};
    static_assert(floats() == expected);
    CHECK(floats() == expected);

    constexpr auto doubles = [] {
        hg::rng rng{1};
        return std::array{rng.uniform<double>(), rng.uniform<double>(), rng.uniform<double>()};
    };
    constexpr std::array expected_doubles = {0x19f8ba0fede078 * 0x1p-53, 0x17e8482652c7fc * 0x1p-53,
                                             0x3346faaeaf55e * 0x1p-53};
    static_assert(doubles() == expected_doubles);
    CHECK(doubles() == expected_doubles);

    constexpr auto interval = []<class T>(T low, T high) {
        hg::rng rng{1};
        return std::array{rng.uniform(low, high), rng.uniform(low, high), rng.uniform(low, high)};
    };
    constexpr std::array in_interval = {0x1.076e88p+1, 0x1.bc4b45p+0, -0x1.7fce8fp+0};
    constexpr std::array in_interval_float = {0x1.076e88p+1f, 0x1.bc4b44p+0f, -0x1.7fce90p+0f};
    static_assert(interval(-2.0, 3.0) == in_interval);
    static_assert(interval(-2.0f, 3.0f) == in_interval_float);
    CHECK(interval(-2.0, 3.0) == in_interval);
    CHECK(interval(-2.0f, 3.0f) == in_interval_float);
}

TEST_CASE("rng: normal numbers that follow a seed") {
    constexpr auto normals = []<class T>(T) {
        hg::rng rng{1};
        std::array<T, 6> out{};
        for (T& x : out) x = rng.normal<T>();
        return out;
    };
    constexpr std::array expected = {-0x1.0b74a29f6aa54p+1, -0x1.28a2232958e06p+0, -0x1.38eee52309541p-1,
                                     -0x1.bd9d5ef5ba81cp-1, -0x1.d00869972b670p-3, 0x1.24871bcb4e182p-1};
    constexpr std::array expected_float = {-0x1.0b74a2p+1f, -0x1.28a224p+0f, -0x1.38eee6p-1f,
                                           -0x1.bd9d5ep-1f, -0x1.d0086ap-3f, 0x1.24871cp-1f};
    static_assert(normals(double{}) == expected);
    static_assert(normals(float{}) == expected_float);
    CHECK(normals(double{}) == expected);
    CHECK(normals(float{}) == expected_float);
}

TEST_CASE("rng: whole numbers below a bound that follow a seed") {
    constexpr auto digits = [] {
        hg::rng rng{1};
        std::array<std::uint32_t, 16> out{};
        for (auto& x : out) x = rng.below(10);
        return out;
    };
    constexpr std::array<std::uint32_t, 16> expected = {8, 7, 1, 7, 1, 5, 9, 5, 0, 1, 9, 3, 0, 3, 0, 1};
    static_assert(digits() == expected);
    CHECK(digits() == expected);
}

TEST_CASE("rng: serves the standard library") {
    static_assert(std::uniform_random_bit_generator<hg::rng>);
    hg::rng rng{5};
    std::array<int, 100> order;
    for (int i = 0; i < 100; ++i) order[static_cast<std::size_t>(i)] = i;
    std::shuffle(order.begin(), order.end(), rng);
    CHECK_FALSE(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("rng: a copy goes its own way from the same point") {
    hg::rng a{3};
    a();
    hg::rng b = a;
    CHECK(a() == b());
    a();
    CHECK(a() != b());
}

namespace {

/// The largest distance between the empirical and the exact distribution, times sqrt(n) (Kolmogorov,
/// Smirnov): above 1.63 for one sample in a hundred.
template <class Cdf>
double kolmogorov_distance(std::vector<double> x, Cdf cdf) {
    std::sort(x.begin(), x.end());
    const auto n = static_cast<double>(x.size());
    double distance = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double p = cdf(x[i]);
        distance = std::max({distance, p - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - p});
    }
    return distance * std::sqrt(n);
}

/// Pearson's sum over cells of equal expectation.
template <std::size_t Cells>
double chi_square(const std::array<int, Cells>& seen) {
    double total = 0, sum = 0;
    for (const int s : seen) total += s;
    const double expected = total / Cells;
    for (const int s : seen) sum += (s - expected) * (s - expected) / expected;
    return sum;
}

template <class Draw>
std::vector<double> sample(int n, Draw draw) {
    std::vector<double> x(static_cast<std::size_t>(n));
    for (double& v : x) v = static_cast<double>(draw());
    return x;
}

/// The mean of (x - center)^power.
double moment(const std::vector<double>& x, double center, int power) {
    double sum = 0;
    for (const double v : x) sum += std::pow(v - center, power);
    return sum / static_cast<double>(x.size());
}

} // namespace

TEST_CASE_TEMPLATE("rng: uniform numbers are uniform", T, float, double) {
    hg::rng rng{11};
    const auto x = sample(200000, [&] { return rng.uniform<T>(); });
    CHECK(*std::min_element(x.begin(), x.end()) >= 0);
    CHECK(*std::max_element(x.begin(), x.end()) < 1);
    // Within four standard deviations of the estimate.
    CHECK(std::abs(moment(x, 0, 1) - 0.5) < 4 * std::sqrt(1.0 / 12 / 200000));
    CHECK(std::abs(moment(x, 0.5, 2) - 1.0 / 12) < 4 * std::sqrt(1.0 / 180 / 200000));
    CHECK(kolmogorov_distance(x, [](double v) { return v; }) < 1.63);
}

TEST_CASE_TEMPLATE("rng: uniform numbers of an interval stay inside", T, float, double) {
    hg::rng rng{12};
    const auto x = sample(100000, [&] { return rng.uniform(T(-3), T(0.125)); });
    CHECK(*std::min_element(x.begin(), x.end()) >= -3);
    CHECK(*std::max_element(x.begin(), x.end()) <= 0.125);
    CHECK(kolmogorov_distance(x, [](double v) { return (v + 3) / 3.125; }) < 1.63);
}

TEST_CASE_TEMPLATE("rng: uniform numbers of any finite interval", T, float, double) {
    using limits = std::numeric_limits<T>;
    constexpr T most = limits::max(), least = limits::min(), denormal = limits::denorm_min();
    // These have many numbers, which lie in the interval as they should.
    for (const auto& [low, high] : {std::pair<T, T>{-most, most},
                                    {T(0), most},
                                    {-most, T(1)},
                                    {-most / 2, most},
                                    {most / 2, most},
                                    {T(0), least},
                                    {-least, least / 2},
                                    {T(0), least / 64},
                                    {least / 64, least / 32},
                                    {T(-1), T(1) / 3},
                                    {T(0), T(1e38)}}) {
        CAPTURE(low);
        CAPTURE(high);
        hg::rng rng{14};
        const auto x = sample(20000, [&, l = low, h = high] { return rng.uniform(l, h); });
        CHECK(*std::min_element(x.begin(), x.end()) >= low);
        CHECK(*std::max_element(x.begin(), x.end()) < high);
        const double a = low / T(4), width = high / T(4) - low / T(4);
        CHECK(kolmogorov_distance(x, [=](double v) { return (v / 4 - a) / width; }) < 1.63);
    }
    // These have few, of which the upper end is none.
    for (const auto& [low, high] : {std::pair<T, T>{T(1), T(1) + limits::epsilon()},
                                    {T(1), T(1) + 2 * limits::epsilon()},
                                    {T(-1), T(-1) + limits::epsilon()},
                                    {T(0), denormal},
                                    {-denormal, T(0)},
                                    {-denormal, denormal},
                                    {2 * denormal, 3 * denormal}}) {
        CAPTURE(low);
        CAPTURE(high);
        hg::rng rng{15};
        bool lowest = false, inside = true;
        for (int i = 0; i < 1000; ++i) {
            const T x = rng.uniform(low, high);
            inside = inside && low <= x && x < high;
            lowest = lowest || x == low;
        }
        CHECK(inside);
        CHECK(lowest);
    }
}

TEST_CASE_TEMPLATE("rng: an interval of one number, and no interval", T, float, double) {
    constexpr T infinity = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
    constexpr T most = std::numeric_limits<T>::max();
    hg::rng rng{16};
    for (const T x : {T(0), T(-2), most, -most}) CHECK(rng.uniform(x, x) == x);
    const auto complaint = [&](T low, T high) -> std::string {
        hg::rng as_it_was = rng;
        try {
            rng.uniform(low, high);
        } catch (const std::invalid_argument& e) {
            CHECK(hg::rng(rng)() == as_it_was()); // nothing was drawn
            return e.what();
        }
        return "";
    };
    const std::string wanted = ", expected two finite numbers, the first no larger than the second";
    CHECK(complaint(1, 0.5) == "rng: uniform from 1 to 0.5" + wanted);
    CHECK(complaint(T(1), T(1) - std::numeric_limits<T>::epsilon()) != "");
    CHECK(complaint(most, -most) != "");
    CHECK(complaint(0, infinity) == "rng: uniform from 0 to inf" + wanted);
    CHECK(complaint(-infinity, 0) == "rng: uniform from -inf to 0" + wanted);
    CHECK(complaint(infinity, infinity) == "rng: uniform from inf to inf" + wanted);
    CHECK(complaint(nan, 1) == "rng: uniform from nan to 1" + wanted);
    CHECK(complaint(0, nan) == "rng: uniform from 0 to nan" + wanted);
}

// At compile time, too, and with the same bits everywhere.
static_assert(hg::rng{1}.uniform(-0x1p1023, 0x1p1023) == (0xcfc5d0 * 0x1p-23 - 1) * 0x1p1023);
static_assert(hg::rng{1}.uniform(-0x1p127f, 0x1p127f) == (0xcfc5d0 * 0x1p-23f - 1) * 0x1p127f);
static_assert(hg::rng{1}.uniform(0.0, 0x1p-1050) == 0xcfc5d0 * 0x1p-1074);

TEST_CASE_TEMPLATE("rng: normal numbers are normal", T, float, double) {
    constexpr int n = 200000;
    hg::rng rng{13};
    const auto x = sample(n, [&] { return rng.normal<T>(); });
    // The variances of x, x^2, x^3, x^4 are 1, 2, 15, 96.
    CHECK(std::abs(moment(x, 0, 1)) < 4 * std::sqrt(1.0 / n));
    CHECK(std::abs(moment(x, 0, 2) - 1) < 4 * std::sqrt(2.0 / n));
    CHECK(std::abs(moment(x, 0, 3)) < 4 * std::sqrt(15.0 / n));
    CHECK(std::abs(moment(x, 0, 4) - 3) < 4 * std::sqrt(96.0 / n));

    const auto cdf = [](double v) { return 0.5 * std::erfc(-v / std::sqrt(2.0)); };
    CHECK(kolmogorov_distance(x, cdf) < 1.63);

    // By cells of equal probability, which also looks into the tails; 63 degrees of freedom, level 1 %.
    std::array<int, 64> seen{};
    for (const double v : x) ++seen[std::min<std::size_t>(63, static_cast<std::size_t>(64 * cdf(v)))];
    CHECK(chi_square(seen) < 92.0);
}

TEST_CASE("rng: below() is unbiased, whatever the bound") {
    hg::rng rng{14};
    std::array<int, 10> digits{};
    for (int i = 0; i < 100000; ++i) ++digits[rng.below(10)];
    CHECK(chi_square(digits) < 21.7); // 9 degrees of freedom, level 1 %

    // 3/4 of all 32-bit numbers: without rejection, one residue modulo 3 would be drawn twice as often.
    std::array<int, 3> residues{};
    std::uint32_t largest = 0;
    for (int i = 0; i < 100000; ++i) {
        const std::uint32_t x = rng.below(0xc0000000u);
        largest = std::max(largest, x);
        ++residues[x % 3];
    }
    CHECK(chi_square(residues) < 9.2); // 2 degrees of freedom, level 1 %
    CHECK(largest < 0xc0000000u);
    CHECK(largest > 0xbff00000u);

    for (int i = 0; i < 100; ++i) CHECK(rng.below(1) == 0);
    for (int i = 0; i < 100; ++i) CHECK(rng.below(0xffffffffu) < 0xffffffffu);
}
