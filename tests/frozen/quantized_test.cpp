// The integers that rows and weights become, at the ends of what they can be: by the machine's vectors, by
// the specification of one lane, and by the documented formula.
#include "documented_int8.hpp"
#include "subjects.hpp"

#include <bits.hpp>

#include <doctest/doctest.h>

#include <initializer_list>

using namespace subjects;

namespace {

constexpr float infinity = hg::math::infinity<float>, not_a_number = hg::math::not_a_number<float>;
constexpr float threshold = 0x1p-100f, below_threshold = 0x1.fffffep-101f;

/// A row of K numbers: those given, over and over.
template <int K>
struct repeated {
    float z[K];

    repeated(std::initializer_list<float> numbers) {
        for (std::size_t k = 0; k < K; ++k) z[k] = numbers.begin()[k % numbers.size()];
    }
};

/// What the formula makes of the row, and so do both back ends.
template <int K>
documented::row<K> agreed(const repeated<K>& row) {
    const documented::row<K> expected(row.z);
    CHECK(documented::row_by<hg::simd::native_vector<float>, K>(row.z) == expected);
    CHECK(documented::row_by<hg::simd::scalar_vector<float>, K>(row.z) == expected);
    return expected;
}

/// What a layer makes of the row, by either back end and by the formula.
template <int K, int N = 19>
void check_layer(const repeated<K>& row) {
    using net = hg::network<hg::dense<K, N>>;
    const auto p = random_parameters<net>();
    const auto w = p.template weights<1>();
    const auto b = p.template biases<1>();
    const hg::kernel::detail::quantized_weights<K, N> integers(w);
    float expected[N], vectors[N], alone[N];
    documented::layer<K, N>(w.data()).forward(documented::row<K>(row.z), b.data(), expected);
    documented::layer_by<hg::simd::native_vector<float>, 1>(row.z, integers, b.data(), vectors);
    documented::layer_by<hg::simd::scalar_vector<float>, 1>(row.z, integers, b.data(), alone);
    const auto y = hg::freeze<std::int8_t>(p).forward(hg::view<const float, 1, K>(row.z));
    for (int o = 0; o < N; ++o) {
        CHECK(same_bits(vectors[o], expected[o]));
        CHECK(same_bits(alone[o], expected[o]));
        CHECK(same_bits(y(0, o), expected[o]));
    }
}

/// The only output of a row, that of weights of `weight`.
template <int K>
float output(const repeated<K>& row, float weight) {
    using net = hg::network<hg::dense<K, 17, hg::identity, hg::no_bias>>;
    hg::parameters<net> p;
    for (float& w : p) w = weight;
    return hg::freeze<std::int8_t>(p).forward(hg::view<const float, 1, K>(row.z))(0, 16);
}

} // namespace

TEST_CASE("int8: rounded beyond an end, a number is brought back to it") {
    // Found by a search: low f + zero is just below -1/2, so that the formula's lower bound is needed ..
    for (const float z : {-0x1.40005cp+1f, -0x1.416a6ap+1f, -0x1.42d6fep+1f}) {
        const float high = z == -0x1.40005cp+1f   ? 0x1.f2008ep+6f
                           : z == -0x1.416a6ap+1f ? 0x1.f434p+6f
                                                  : 0x1.f66b6p+6f;
        const auto low_end = agreed<33>({z, high});
        CHECK(low_end.beyond[0] == 17);
        CHECK(low_end.q[0] == 0);
        CHECK(low_end.q[1] == 126);
        check_layer<33>({z, high});
    }
    // .. and high f + zero is 127 1/2, of which the even neighbour is 128.
    const auto high_end = agreed<33>({-0.5f, 0x1.f9fffcp+6f});
    CHECK(high_end.beyond[1] == 16);
    CHECK(high_end.q[0] == 0);
    CHECK(high_end.q[1] == 127);
    check_layer<33>({-0.5f, 0x1.f9fffcp+6f});
}

TEST_CASE("int8: half-way between two integers, at both ends, the even one is taken") {
    // high - low = 127, so that f is 1
    for (int n = 0; n < 126; ++n) {
        CAPTURE(n);
        const float low = -static_cast<float>(n) - 0.5f, high = low + 127;
        const auto r = agreed<33>({low, high, 0.5f, -0.5f, 1.5f, 0.0f});
        const int zero = n % 2 == 0 ? n : n + 1;
        CHECK(r.step == 1);
        CHECK(r.zero == zero);
        CHECK(r.q[0] == 0);
        CHECK(r.q[1] == (n % 2 == 0 ? 126 : 127));
        CHECK(r.q[2] == std::min(127, zero)); // zero is even: zero + 1/2 goes down
        if (n > 0) CHECK(r.q[3] == zero);
        CHECK(r.q[5] == zero);
        check_layer<7>({low, high, 0.5f, -0.5f, 1.5f, 0.0f});
    }
}

TEST_CASE("int8: a row of equal numbers") {
    for (const float size : {1.0f, 0.1f, 3e38f, 1e-30f, threshold, 0x1.fffffep127f, 7.77f}) {
        CAPTURE(size);
        const auto positive = agreed<9>({size}), negative = agreed<9>({-size});
        CHECK(positive.step == size / 127);
        CHECK(positive.zero == 0);
        CHECK(negative.zero == 127);
        for (int k = 0; k < 9; ++k) {
            CHECK(positive.q[k] == 127);
            CHECK(negative.q[k] == 0);
        }
        check_layer<9>({size});
        check_layer<9>({-size});
    }
    for (const float nothing : {0.0f, -0.0f, 0x1p-149f, -0x1p-149f, 0x1.8p-127f, -0x1p-126f}) {
        const auto r = agreed<9>({nothing});
        CHECK(r == documented::row<9>());
        check_layer<9>({nothing});
    }
}

TEST_CASE("int8: a denormal number beside others is a zero") {
    const auto r = agreed<11>({1.0f, 0x1p-149f, -0x1p-149f, -0x1.8p-127f, -1.0f});
    CHECK(r.zero == 64); // 63.5, to even
    for (int k = 1; k < 4; ++k) CHECK(r.q[k] == r.zero);
    check_layer<11>({1.0f, 0x1p-149f, -0x1p-149f, -0x1.8p-127f, -1.0f});
    check_layer<11>({threshold, 0x1p-149f, -0x1.8p-127f});
}

TEST_CASE("int8: from 2^-100 on a row counts") {
    // The row is one number, or what lies between two of them.
    CHECK(agreed<5>({threshold}).step == threshold / 127);
    CHECK(agreed<5>({-threshold}).step == threshold / 127);
    CHECK(agreed<5>({-threshold / 2, threshold / 2}).step == threshold / 127);
    CHECK(agreed<5>({2 * threshold}).step == 2 * threshold / 127);
    CHECK(agreed<5>({below_threshold}).step == 0);
    CHECK(agreed<5>({-below_threshold}).step == 0);
    CHECK(agreed<5>({-threshold / 2, 0x1.fffffcp-102f}).step == 0);
    CHECK(output<4>({threshold}, 0x1p100f) == doctest::Approx(4));
    CHECK(output<4>({-threshold}, 0x1p100f) == doctest::Approx(-4));
    CHECK(output<4>({below_threshold}, 0x1p100f) == 0);
}

TEST_CASE("int8: from 2^-100 on the weights of an output count") {
    CHECK(output<4>({0x1p100f}, threshold) == doctest::Approx(4));
    CHECK(output<4>({0x1p100f}, -threshold) == doctest::Approx(-4));
    CHECK(output<4>({0x1p100f}, 2 * threshold) == doctest::Approx(8));
    CHECK(output<4>({0x1p100f}, below_threshold) == 0);
    CHECK(output<4>({0x1p100f}, -below_threshold) == 0);
}

TEST_CASE("int8: the largest weight of an output is 127 or -127, ties are even") {
    constexpr int K = 6, N = 17;
    hg::rng random{3};
    for (int i = 0; i < 2000; ++i) {
        hg::matrix<float, K, N> w;
        for (int o = 0; o < N; ++o) {
            // Everywhere from the threshold to the largest number; the others half-way between two integers.
            const float largest =
                std::ldexp(random.uniform(1.0f, 2.0f), static_cast<int>(random() % 228) - 100);
            for (int k = 1; k < K; ++k)
                w(k, o) = largest * ((static_cast<float>(random() % 254) - 127 + 0.5f) / 127);
            w(0, o) = o % 2 == 0 ? largest : -largest;
        }
        const hg::kernel::detail::quantized_weights<K, N> found(w.view());
        const documented::layer<K, N> expected(w.data());
        for (int o = 0; o < N; ++o) {
            CHECK(expected.q[o] == (o % 2 == 0 ? 127 : -127));
            CHECK(found.scales()[o] == expected.scale[o]);
            int sum = 0;
            for (int k = 0; k < K; ++k) sum += expected.q[k * N + o];
            CHECK(found.sums()[o] == sum);
        }
        const repeated<K> z{1, -2, 3.5f};
        float y[N], y_alone[N], by_formula[N];
        constexpr float b[N] = {};
        expected.forward(documented::row<K>(z.z), b, by_formula);
        documented::layer_by<hg::simd::native_vector<float>, 1>(z.z, found, b, y);
        documented::layer_by<hg::simd::scalar_vector<float>, 1>(z.z, found, b, y_alone);
        for (int o = 0; o < N; ++o) {
            CHECK(same_bits(y[o], by_formula[o]));
            CHECK(same_bits(y_alone[o], by_formula[o]));
        }
    }
}

TEST_CASE("int8: what is no number, or as good as none, makes a row NaN") {
    constexpr float largest = 0x1.fffffep127f;
    for (const auto& row :
         {repeated<33>{1, infinity}, repeated<33>{1, -infinity}, repeated<33>{not_a_number, -1},
          repeated<33>{1, -not_a_number}, repeated<33>{largest, -largest}}) {
        const auto r = agreed<33>(row);
        CHECK(is_nan(r.step));
        CHECK(r.zero == 0);
        for (const int q : r.q) CHECK(q == 0);
        check_layer<33>(row);
    }
    // Weights that are none, and no row
    CHECK(is_nan(output<4>({1}, infinity)));
    CHECK(is_nan(output<4>({1}, not_a_number)));
    CHECK(is_nan(output<4>({0}, infinity)));
    CHECK(is_nan(output<4>({infinity}, 0)));
}

TEST_CASE("int8: bytes out of any integers below 2^15") {
    using integers = hg::simd::native_vector<float>::integers_type;
    constexpr int width = hg::simd::native_width<float>;
    hg::rng random{4};
    for (int i = 0; i < 1000; ++i) {
        std::int32_t number[4 * width], words[width];
        for (std::int32_t& x : number)
            x = static_cast<std::int32_t>(random() % (1 << (i % 16 + 1))) - (1 << i % 16);
        if (i == 0) number[0] = std::numeric_limits<std::int32_t>::min();
        if (i == 1) number[0] = (1 << 15) - 1;
        if (i == 2) number[0] = -1;
        if (i == 3) number[0] = 128;
        const integers parts[4] = {integers::load(number), integers::load(number + width),
                                   integers::load(number + 2 * width), integers::load(number + 3 * width)};
        as_bytes(parts).store(words);
        for (int k = 0; k < 4 * width; ++k)
            CHECK(documented::byte_of(words, k) == std::min(127, std::max(0, number[k])));
    }
}

TEST_CASE("int8: layers of 16 outputs stay floats, of 17 do not") {
    using sixteen = hg::network<hg::dense<40, 16>>;
    using seventeen = hg::network<hg::dense<40, 17>>;
    static_assert(sizeof(hg::frozen<sixteen, std::int8_t>) == sizeof(hg::frozen<sixteen>));
    static_assert(sizeof(hg::frozen<seventeen, std::int8_t>) < sizeof(hg::frozen<seventeen>));
    static_assert(sizeof(hg::frozen<sixteen, hg::bfloat16>) == sizeof(hg::frozen<sixteen>));
    static_assert(sizeof(hg::frozen<seventeen, hg::bfloat16>) < sizeof(hg::frozen<seventeen>));
    const auto p = random_parameters<sixteen>();
    const auto q = random_parameters<seventeen>();
    const auto x = random_rows<float, 3, 40>(11);
    CHECK(hg::freeze<std::int8_t>(p).forward(x) == sixteen::forward(p, x));
    CHECK(hg::freeze<hg::bfloat16>(p).forward(x) == sixteen::forward(p, x));
    const auto exact = seventeen::forward(q, x), bytes = hg::freeze<std::int8_t>(q).forward(x),
               halves = hg::freeze<hg::bfloat16>(q).forward(x);
    for (int i = 0; i < 3 * 17; ++i) {
        CHECK(bytes.data()[i] != exact.data()[i]);
        CHECK(halves.data()[i] != exact.data()[i]);
    }
}
