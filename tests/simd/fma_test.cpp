// The multiply-add where two roundings differ from one: the native vector and the scalar one of this build
// against the specification, bit by bit.
#include <numbers.hpp>

#include <handgrad/simd/select.hpp>
#include <handgrad/simd/uint128.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

namespace {

namespace hg = handgrad;

struct triple {
    float a, b, c;
};

/// Triples whose exact a b + c lies close to the middle of two floats, or among the subnormal ones: a float
/// of 24 bits plus half of its last one, give or take a part too small for a double to see.
std::vector<triple> hard_triples(int count) {
    std::vector<triple> hard;
    hg::rng rng{7};
    const auto bits = [&](int n) { return static_cast<int>(rng() >> (64 - n)); };
    const auto sign = [&] { return bits(1) != 0 ? -1.0f : 1.0f; };
    for (int i = 0; i < count; ++i) {
        // c = m 2^e, a b = (1 + d) 2^(e - 1): half of c's last place, and d = 0, -2^-40 or 2^-33 of it.
        const int e = bits(7) - 60;
        const float c = sign() * std::ldexp(static_cast<float>((1 << 23) + bits(23)), e);
        const float one[] = {1, 1 + 0x1p-20f, 1 + 0x1p-11f},
                    other[] = {1, 1 - 0x1p-20f, 1 - 0x1p-11f + 0x1p-22f};
        hard.push_back({sign() * std::ldexp(one[i % 3], e / 2), std::ldexp(other[i % 3], e - 1 - e / 2), c});
        // Products with all 48 bits, of the size of c's last places.
        hard.push_back({sign() * std::ldexp(static_cast<float>((1 << 23) + bits(23)), -30),
                        std::ldexp(static_cast<float>((1 << 23) + bits(23)), e - 17), c});
        // Few bits: sums that are ties again and again.
        hard.push_back({sign() * static_cast<float>(1 + 2 * bits(4)),
                        std::ldexp(static_cast<float>(1 + 2 * bits(3)), e),
                        sign() * std::ldexp(static_cast<float>((1 << 23) + bits(23)), e + 1 + i % 8)});
        // Results among the subnormal floats, and beside the smallest normal one.
        const float small = std::ldexp(static_cast<float>(1 + bits(24)), -149);
        hard.push_back(
            {sign() * std::ldexp(1.0f + std::ldexp(static_cast<float>(bits(23)), -23), -75 + i % 9),
             std::ldexp(1.0f + std::ldexp(static_cast<float>(bits(23)), -23), -75 + i % 11), sign() * small});
        hard.push_back({sign() * std::ldexp(one[i % 3], -75), std::ldexp(other[i % 3], -75),
                        sign() * std::ldexp(static_cast<float>((1 << 22) + bits(22)), -149)});
        // What cancels.
        const float a = sign() * std::ldexp(static_cast<float>((1 << 23) + bits(23)), -23),
                    b = std::ldexp(static_cast<float>((1 << 23) + bits(23)), -23 + e);
        hard.push_back({a, b, -a * b});
        // The largest floats, and beyond.
        hard.push_back(
            {sign() * 0x1.fffffep127f, 1 + static_cast<float>(i % 5) * 0x1p-23f, sign() * 0x1p103f});
    }
    return hard;
}

template <class V>
int wrong_lanes(const std::vector<triple>& hard, double sign) {
    int wrong = 0;
    for (std::size_t i = 0; i + V::width <= hard.size(); i += V::width) {
        float a[V::width], b[V::width], c[V::width], out[V::width];
        for (int l = 0; l < V::width; ++l) {
            a[l] = hard[i + static_cast<std::size_t>(l)].a;
            b[l] = hard[i + static_cast<std::size_t>(l)].b;
            c[l] = hard[i + static_cast<std::size_t>(l)].c;
        }
        const V x = V::load(a), y = V::load(b), z = V::load(c);
        (sign > 0 ? fma(x, y, z) : fnma(x, y, z)).store(out);
        for (int l = 0; l < V::width; ++l)
            wrong += !same_bits(out[l], hg::simd::exact_fma(sign > 0 ? a[l] : -a[l], b[l], c[l]));
    }
    return wrong;
}

} // namespace

TEST_CASE("a multiply-add is rounded once where its sum is almost a tie, or subnormal") {
    const auto hard = hard_triples(5000);
    int rounded_twice = 0;
    for (const auto& [a, b, c] : hard) {
        const double sum = static_cast<double>(a) * static_cast<double>(b) + static_cast<double>(c);
        rounded_twice += !same_bits(static_cast<float>(sum), hg::simd::exact_fma(a, b, c));
    }
    CHECK(rounded_twice > 1000); // the triples are hard
    CHECK(wrong_lanes<hg::simd::native_vector<float>>(hard, 1) == 0);
    CHECK(wrong_lanes<hg::simd::native_vector<float>>(hard, -1) == 0);
    CHECK(wrong_lanes<hg::simd::scalar_vector<float>>(hard, 1) == 0);
    CHECK(wrong_lanes<hg::simd::scalar_vector<float>>(hard, -1) == 0);
    int wrong = 0;
    for (const auto& [a, b, c] : hard)
        wrong += !same_bits(hg::simd::fma_by_double(a, b, c), hg::simd::exact_fma(a, b, c));
    CHECK(wrong == 0);
}

TEST_CASE("the specification is the C library's multiply-add") {
    int wrong = 0;
    for (const auto& [a, b, c] : hard_triples(500))
        wrong += !same_bits(hg::simd::exact_fma(a, b, c), std::fma(a, b, c));
    CHECK(wrong == 0);
}

#if defined(__SIZEOF_INT128__)
TEST_CASE("two words are an integer of 128 bits") {
    using hg::simd::detail::two_words, hg::simd::detail::uint128;
    const auto whole = [](two_words x) { return uint128{x.high} << 64 | x.low; };
    hg::rng rng{3};
    int wrong = 0;
    for (int i = 0; i < 20000; ++i) {
        const auto word = [&] { return rng() >> (i % 3 == 0 ? rng() % 64 : 0); };
        const two_words a(i % 4 == 0 ? 0 : word(), word()),
            b(i % 5 == 0 ? a.high : word(), i % 7 == 0 ? a.low : word());
        const int n = static_cast<int>(rng() % 128);
        wrong += whole(a + b) != whole(a) + whole(b) || whole(a - b) != whole(a) - whole(b);
        wrong += whole(a | b) != (whole(a) | whole(b)) || whole(a & b) != (whole(a) & whole(b));
        wrong += whole(a << n) != whole(a) << n || whole(a >> n) != whole(a) >> n;
        wrong += (a == b) != (whole(a) == whole(b)) || (a > b) != (whole(a) > whole(b)) ||
                 (a >= b) != (whole(a) >= whole(b));
        wrong += whole(hg::simd::detail::product_of_words(a.low, b.low)) != uint128{a.low} * b.low;
    }
    CHECK(wrong == 0);
}
#endif
