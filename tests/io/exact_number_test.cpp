// Numbers of one type as those of another: each that is one, and no other.
#include "some_numbers.hpp"

#include <handgrad/core/random.hpp>
#include <handgrad/io/npy.hpp>
#include <handgrad/io/write_npy.hpp>

#include <complaint.hpp>
#include <numbers.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;

namespace {

using bytes = std::vector<std::byte>;

/// A file of one number, of which these are the bytes.
io::stored_numbers one(io::number_type type, const bytes& number, bool big_endian = false) {
    return {type, {}, false, big_endian, number};
}

template <class T, class S>
io::result<void> convert(S x, T& to, io::rounding how = io::rounding::refused) {
    bytes number(sizeof(S));
    std::memcpy(number.data(), &x, sizeof(S));
    return io::copy_numbers(one(io::detail::type_of<S>(), number), &to, "x", how);
}

/// Whether each S that is a T is taken, and no other: asked of arithmetic that is wide enough for both.
template <class T, class S>
void conversions(const std::vector<S>& numbers) {
    using wide = long double; // 64 bits of significand hold every integer, float and double
    for (const S x : numbers) {
        T to{};
        const bool taken = convert(x, to).has_value();
        const auto exact = static_cast<wide>(x);
        bool expected = false;
        if constexpr (std::floating_point<T>)
            expected = !(exact - exact == 0) || static_cast<wide>(static_cast<T>(exact)) == exact;
        else
            expected = exact == std::trunc(exact) &&
                       exact >= static_cast<wide>(std::numeric_limits<T>::min()) &&
                       exact <= static_cast<wide>(std::numeric_limits<T>::max());
        CHECK(taken == expected);
        if (taken) CHECK((static_cast<wide>(to) == exact || (exact != exact && to != to)));
    }
}
template <class S>
void conversions_from(const std::vector<S>& numbers) {
    conversions<double>(numbers);
    conversions<float>(numbers);
    conversions<std::int64_t>(numbers);
    conversions<std::uint64_t>(numbers);
    conversions<std::int32_t>(numbers);
    conversions<std::uint32_t>(numbers);
    conversions<std::int16_t>(numbers);
    conversions<std::uint16_t>(numbers);
    conversions<std::int8_t>(numbers);
    conversions<std::uint8_t>(numbers);
}

} // namespace

TEST_CASE("npy: numbers are read as every type that has them, and as no other") {
    std::vector<double> doubles = all_floats<double>();
    for (const float x : all_floats<float>()) doubles.push_back(static_cast<double>(x));
    for (int power = -1080; power < 1024; ++power)
        for (const double x : {1.0, -1.0, 1.5, 1.0 + std::numeric_limits<double>::epsilon()})
            doubles.push_back(std::ldexp(x, power));
    conversions_from(doubles);
    conversions_from(all_floats<float>());
    std::vector<std::int64_t> integers = random_integers<std::int64_t>();
    for (int shift = 0; shift < 63; ++shift)
        for (const std::int64_t near : {-1, 0, 1})
            for (const std::int64_t sign : {-1, 1})
                integers.push_back(sign * ((std::int64_t{1} << shift) + near));
    conversions_from(integers);
    std::vector<std::uint64_t> positive(integers.begin(), integers.end());
    conversions_from(positive);
    conversions_from(std::vector<std::int32_t>(integers.begin(), integers.end()));
    conversions_from(std::vector<std::uint32_t>(integers.begin(), integers.end()));
    conversions_from(std::vector<std::int16_t>(integers.begin(), integers.end()));
    conversions_from(std::vector<std::uint16_t>(integers.begin(), integers.end()));
    conversions_from(std::vector<std::int8_t>(integers.begin(), integers.end()));
    conversions_from(std::vector<std::uint8_t>(integers.begin(), integers.end()));
}

TEST_CASE("npy: floats may be rounded where that is said, but not to infinity; integers never") {
    float f = 7;
    CHECK(convert(0.1, f, io::rounding::to_nearest).has_value());
    CHECK(f == 0.1f);
    CHECK(convert(std::int64_t{16777217}, f, io::rounding::to_nearest).has_value());
    CHECK(f == 16777216.0f);
    CHECK(convert(1e-300, f, io::rounding::to_nearest).has_value());
    CHECK(f == 0.0f);
    CHECK(convert(std::numeric_limits<double>::infinity(), f).has_value());
    CHECK(convert(std::numeric_limits<double>::quiet_NaN(), f).has_value());
    f = 7;
    CHECK(convert(1e300, f, io::rounding::to_nearest).error().message() ==
          "x: number []: found 1e+300 (float64), expected one that float32 has, or has near it");
    CHECK(f == 7);
    int i = 7;
    CHECK(convert(1.5, i, io::rounding::to_nearest).error().message() ==
          "x: number []: found 1.5 (float64), expected one that int32 has, or has near it");
    CHECK(i == 7);
}

TEST_CASE("npy: halves are read as floats, all 65536 of them") {
    for (unsigned h = 0; h < 0x10000; ++h) {
        float f = 0;
        const bytes little{std::byte(h & 0xff), std::byte(h >> 8)},
            big{std::byte(h >> 8), std::byte(h & 0xff)};
        CHECK(io::copy_numbers(one(io::number_type::f16, little), &f, "x").has_value());
        CHECK(std::bit_cast<std::uint32_t>(f) ==
              std::bit_cast<std::uint32_t>(io::detail::float_of_half(static_cast<std::uint16_t>(h))));
        float g = 0;
        CHECK(io::copy_numbers(one(io::number_type::f16, big, true), &g, "x").has_value());
        CHECK(std::memcmp(&f, &g, sizeof(f)) == 0);
    }
}

TEST_CASE("npy: the first number that does not fit is named, and how many there are") {
    const double x[] = {1, 2, 0.5, 300, 0.1, -1};
    const bytes file = io::write_npy(std::span(x), {3, 2});
    const io::npy_array array = io::read_npy({file, "x.npy"});
    CHECK(array.numbers<float>().error().message() ==
          "x.npy: number [2, 0]: found 0.1 (float64), expected one that float32 has");
    CHECK(array.numbers<std::uint8_t>().error().message() ==
          "x.npy: number [1, 0]: found 0.5 (float64), expected one that uint8 has (and 3 more of the 6)");
    hg::matrix<float, 3, 2> to;
    to.view()(0, 0) = 9;
    CHECK(!array.copy_to(to.view()).has_value());
    CHECK(to(0, 0) == 9);
    CHECK(array.copy_to(to.view(), io::rounding::to_nearest).has_value());
    CHECK(to(2, 0) == 0.1f);
}
