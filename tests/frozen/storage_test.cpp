// Numbers of 16 and of 8 bits, beside plain loops that do what the documentation says.
#include "documented_int8.hpp"
#include "subjects.hpp"

#include <bits.hpp>
#include <guarded_memory.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>

using namespace subjects;

namespace {

constexpr float infinity = hg::math::infinity<float>, not_a_number = hg::math::not_a_number<float>;

float rounded(float x) { return static_cast<float>(hg::bfloat16(x)); }

/// Rows of K numbers through one layer: those of one sign, of both, large, tiny and none.
template <int K, int N>
void check_layer() {
    using net = hg::network<hg::dense<K, N>>;
    const auto p = random_parameters<net>();
    const auto f = hg::freeze<std::int8_t>(p);
    auto x = random_rows<float, 7, K>(8);
    for (int k = 0; k < K; ++k) {
        x(1, k) = std::abs(x(1, k));
        x(2, k) = -std::abs(x(2, k));
        x(3, k) *= 1e30f;
        x(4, k) *= 1e-28f;
        x(5, k) *= 1e-38f; // counts as 0
        x(6, k) = 0;
    }
    const auto y = f.forward(x);
    const auto w = p.template weights<1>();
    const auto b = p.template biases<1>();
    const documented::layer<K, N> formula(w.data());
    for (int r = 0; r < 7; ++r) {
        CAPTURE(r);
        float expected[N];
        formula.forward(documented::row<K>(x.row(r).data()), b.data(), expected);
        for (int o = 0; o < N; ++o) CHECK(same_bits(y(r, o), expected[o]));
    }
    for (int o = 0; o < N; ++o) CHECK(same_bits(y(6, o), b(0, o)));
}

} // namespace

TEST_CASE("bfloat16: the nearest, ties to even") {
    CHECK(rounded(1.0f) == 1.0f);
    CHECK(rounded(1.0f + 0x1p-8f) == 1.0f);
    CHECK(rounded(1.0f + 0x1.8p-8f) == 1.0f + 0x1p-7f);
    CHECK(rounded(1.0f + 0x3p-8f) == 1.0f + 0x4p-8f);
    CHECK(rounded(-1.0f - 0x1.0002p-8f) == -1.0f - 0x1p-7f);
    CHECK(same_bits(rounded(-0.0f), -0.0f));
    CHECK(same_bits(rounded(infinity), infinity));
    CHECK(same_bits(rounded(-infinity), -infinity));
    CHECK(same_bits(rounded(std::numeric_limits<float>::max()), infinity));
    CHECK(is_nan(rounded(not_a_number)));
    CHECK(is_nan(rounded(__builtin_bit_cast(float, 0x7f800001u)))); // its upper half alone is infinity
    float worst = 0;
    hg::rng random{1};
    for (int i = 0; i < 10000; ++i) {
        const float x = random.uniform(-2.0f, 2.0f);
        worst = std::max(worst, std::abs(rounded(x) - x) / std::abs(x));
    }
    CHECK(worst <= 0x1p-8f);
    CHECK(worst > 0.0038f);
}

TEST_CASE("bfloat16: infinities and NaN among the weights") {
    using net = hg::network<hg::dense<3, 40>>;
    hg::parameters<net> p;
    auto w = p.weights<1>();
    w(0, 0) = w(1, 9) = infinity; // one in a lower half, one in an upper
    w(2, 8) = w(2, 39) = not_a_number;
    const auto y = hg::freeze<hg::bfloat16>(p).forward(hg::row(1.0f, 1.0f, 1.0f));
    for (int o = 0; o < 40; ++o) {
        CAPTURE(o);
        CHECK(same_bits(y(0, o), o == 0 || o == 9 ? infinity : o == 8 || o == 39 ? not_a_number : 0.0f));
    }
}

TEST_CASE("int8: the documented formula") {
    check_layer<37, 43>();
    check_layer<2, 136>();
}

TEST_CASE("int8: no sum is cut off") {
    using net = hg::network<hg::dense<1000, 20>>;
    static hg::parameters<net> p;
    for (float& w : p.weights<1>()) w = 1;
    for (int k = 0; k < 1000; ++k) p.weights<1>()(k, 1) = -1;
    static hg::matrix<float, 1, 1000> x;
    for (float& v : x) v = 127;
    const auto y = hg::freeze<std::int8_t>(p).forward(x);
    CHECK(std::abs(y(0, 0) - 127000) < 0.1f);
    CHECK(y(0, 1) == -y(0, 0));
}

TEST_CASE("int8: a row with a number that is none gives NaN, and only that row") {
    using net = hg::network<hg::dense<35, 20>>;
    const auto p = random_parameters<net>();
    const auto f = hg::freeze<std::int8_t>(p);
    const float largest = std::numeric_limits<float>::max();
    for (const float odd : {infinity, -infinity, not_a_number, -not_a_number, largest}) {
        auto x = random_rows<float, 3, 35>(9);
        x(1, 3) = odd;
        x(1, 5) = -largest; // high - low is infinite
        const auto y = f.forward(x);
        for (int o = 0; o < 20; ++o) {
            CHECK(is_nan(y(1, o)));
            CHECK(!is_nan(y(0, o)));
            CHECK(same_bits(y(2, o), f.forward(x.row(2))(0, o)));
        }
    }
    auto q = p;
    q.weights<1>()(2, 7) = infinity;
    const auto y = hg::freeze<std::int8_t>(q).forward(random_rows<float, 1, 35>(9));
    for (int o = 0; o < 20; ++o) CHECK(is_nan(y(0, o)) == (o == 7));
}

/// Between forbidden pages.
TEST_CASE_TEMPLATE("frozen: reads nothing outside", Weight, float, hg::bfloat16, std::int8_t) {
    using net = hg::mlp<hg::relu, 35, 83, 3>;
    using form = hg::frozen<net, Weight>;
    static const auto p = random_parameters<net>();
    const auto numbers = random_rows<float, 3, 35>(10);
    const auto expected = form(p).forward(numbers);
    for (const flush side : {flush::front, flush::back}) {
        guarded_memory object(sizeof(form)), in(4 * 3 * 35);
        const form& f = *new (object.place<form>(1, side)) form(p);
        float* const x = in.place<float>(3 * 35, side);
        std::copy(numbers.begin(), numbers.end(), x);
        CHECK(f.forward(hg::view<const float, 3, 35>(x)) == expected);
        CHECK(object.intact());
        CHECK(in.intact());
    }
}
