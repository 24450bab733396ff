// Sums of many terms: what they are off by, how they may be cut, and the same bits everywhere.
#include <bits.hpp>

#include <handgrad/core/random.hpp>
#include <handgrad/kernel/running_sum.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <limits>

namespace {

namespace hg = handgrad;

template <class T>
constexpr T infinity = hg::math::infinity<T>;
template <class T>
constexpr T no_number = hg::math::not_a_number<T>;

/// n times x.
template <class T>
hg::running_sum<T> repeated(T x, int n) {
    hg::running_sum<T> sum;
    for (int i = 0; i < n; ++i) sum += x;
    return sum;
}

} // namespace

TEST_CASE("many equal terms") {
    constexpr int n = 10'000'000;
    const hg::running_sum<float> floats = repeated(0.1f, n);
    CHECK(static_cast<float>(floats) == static_cast<float>(n * double{0.1f})); // one chain of floats: 1087937
    CHECK(floats.over(n) == 0.1f);
    const double doubles = repeated(0.1, n).over(n);
    CHECK(std::abs(doubles - 0.1) <= n * 0x1p-53 * 0.1); // the bound; seen: 1.7e-10
}

TEST_CASE_TEMPLATE("infinities and numbers that are none go through", T, float, double) {
    const auto total = [](std::initializer_list<T> terms) {
        hg::running_sum<T> sum;
        for (const T x : terms) sum += x;
        return static_cast<T>(sum);
    };
    CHECK(same_bits(total({1, infinity<T>, 2}), infinity<T>));
    CHECK(same_bits(total({1, -infinity<T>, 2, -infinity<T>}), -infinity<T>));
    CHECK(is_nan(total({1, infinity<T>, 2, -infinity<T>, 3})));
    CHECK(is_nan(total({1, no_number<T>, 2})));
    // a sum beyond T is infinite; that of floats may come back
    constexpr T most = std::numeric_limits<T>::max();
    CHECK(same_bits(total({most, most}), infinity<T>));
    CHECK(same_bits(total({most, most, -most}), sizeof(T) == 4 ? most : infinity<T>));
    CHECK(same_bits(hg::running_sum<T>(infinity<T>).over(3), infinity<T>));
    const volatile int nothing = 0;
    CHECK(is_nan(hg::running_sum<T>(0).over(hg::running_sum<T>(nothing))));
}

TEST_CASE("made of numbers and counts, and a number again") {
    hg::running_sum<float> sum = 0.5f;
    sum += 0.25f;
    sum += 2;
    const float number = sum;
    CHECK(number == 2.75f);
    CHECK(sum / 2 == 1.375f);
    CHECK(sum.over(4) == 0.6875f);
    CHECK(hg::running_sum<float>(20'000'001).over(20'000'001) == 1); // which is no float
    CHECK(static_cast<float>(hg::running_sum<float>(std::ptrdiff_t{3})) == 3);
}

TEST_CASE("dual numbers: values and tangents alike") {
    using D = hg::dual<double>;
    hg::running_sum<D> sum;
    double value = 0, tangent = 0;
    for (int i = 0; i < 1000; ++i) {
        sum += D(0.1, 0.3);
        value += 0.1;
        tangent += 0.3;
    }
    const D total = sum;
    CHECK(total.value == value);
    CHECK(total.tangent == tangent);
    CHECK(sum.over(1000).value == value / 1000);
    CHECK(sum.over(1000).tangent == tangent / 1000);
    hg::running_sum<hg::dual<float>> floats = hg::dual<float>(1, 2);
    floats += hg::dual<float>(0x1p-30f, 0x1p-30f);
    floats += -hg::dual<float>(1, 2);
    CHECK(static_cast<hg::dual<float>>(floats).value == 0x1p-30f);
    CHECK(static_cast<hg::dual<float>>(floats).tangent == 0x1p-30f);
    // (1 + 3 eps) / (2 + 4 eps)
    const D quotient = hg::running_sum<D>(D(1, 3)).over(D(2, 4));
    CHECK(quotient.value == 0.5);
    CHECK(quotient.tangent == 0.5);
}

namespace {

/// A sum of numbers of many sizes, after each of which it is looked at, and two sums put together.
template <class T>
constexpr std::uint64_t many_sizes(T unit) {
    digest d;
    hg::rng r{3};
    hg::running_sum<T> sum, second;
    for (int i = 0; i < 200; ++i) {
        T x = r.uniform<T>(-1, 1) * unit;
        for (int k = static_cast<int>(r.below(24)); k > 0; --k) x *= 4;
        sum += x;
        if (i % 3 == 0) second += x;
        d.add(static_cast<T>(sum));
    }
    sum += second;
    d.add(static_cast<T>(sum));
    d.add(sum.over(7));
    return d.value();
}

} // namespace

TEST_CASE_TEMPLATE("a sum has the same bits at compile time, at run time and on every machine", T, float,
                   double) {
    constexpr std::uint64_t expected = sizeof(T) == 4 ? 0x6fd2c4968e4fa45a : 0x9e30f6f1b9bb0e7f;
    static_assert(many_sizes<T>(1) == expected);
    volatile T one = 1;
    CHECK(many_sizes<T>(one) == expected);
}
