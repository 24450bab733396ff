/// What the numbers of a file are, and numbers of other types made of them.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// A type of numbers. (Complex ones, and those of less than a byte, are known to no reader here.)
enum class number_type : std::uint8_t {
    f64,
    f32,
    f16,
    bf16,
    i64,
    i32,
    i16,
    i8,
    u64,
    u32,
    u16,
    u8,
    boolean,
    f8_e4m3,
    f8_e5m2
};

/// Bytes of one.
constexpr std::size_t size_of(number_type type) noexcept {
    switch (type) {
    case number_type::f64:
    case number_type::i64:
    case number_type::u64:
        return 8;
    case number_type::f32:
    case number_type::i32:
    case number_type::u32:
        return 4;
    case number_type::f16:
    case number_type::bf16:
    case number_type::i16:
    case number_type::u16:
        return 2;
    case number_type::i8:
    case number_type::u8:
    case number_type::boolean:
    case number_type::f8_e4m3:
    case number_type::f8_e5m2:
        return 1;
    }
    return 0;
}

/// Whether readers make floats and doubles of it.
constexpr bool is_float(number_type type) noexcept {
    return type == number_type::f64 || type == number_type::f32 || type == number_type::f16 ||
           type == number_type::bf16;
}

constexpr std::string_view name_of(number_type type) noexcept {
    constexpr std::array<std::string_view, 15> names{
        "float64", "float32", "float16", "bfloat16", "int64", "int32",       "int16",      "int8",
        "uint64",  "uint32",  "uint16",  "uint8",    "bool",  "float8_e4m3", "float8_e5m2"};
    return names[static_cast<std::size_t>(type)];
}

template <class T>
inline constexpr number_type number_type_of = std::is_same_v<T, double> ? number_type::f64 : number_type::f32;

namespace detail {

/// A number of bytes that are in memory. (A template, so that no compiler finds the cast useless.)
template <class Number>
constexpr std::size_t in_memory(Number bytes) noexcept {
    return static_cast<std::size_t>(bytes);
}

/// The unsigned number that is as long as a T.
template <class T>
using word_of = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;

/// The unsigned number of which these are the bytes, the lowest first.
template <class Word>
HANDGRAD_INLINE Word little_endian(const std::byte* from) noexcept {
    if constexpr (std::endian::native == std::endian::little) {
        Word word;
        std::memcpy(&word, from, sizeof(Word));
        return word;
    } else {
        Word word = 0;
        for (std::size_t i = 0; i < sizeof(Word); ++i)
            word = static_cast<Word>(word | static_cast<Word>(std::to_integer<Word>(from[i]) << 8 * i));
        return word;
    }
}

/// Its bytes, the lowest first.
template <class Word>
HANDGRAD_INLINE void store_little_endian(Word word, std::byte* to) noexcept {
    if constexpr (std::endian::native == std::endian::little)
        std::memcpy(to, &word, sizeof(Word));
    else
        for (std::size_t i = 0; i < sizeof(Word); ++i) to[i] = static_cast<std::byte>(word >> 8 * i & 0xff);
}

/// The number that 16 bits of IEEE 754 are: 1 of sign, 5 of exponent, 10 of the significand.
constexpr float float_of_half(std::uint16_t half) noexcept {
    const std::uint32_t sign = (half & 0x8000u) << 16;
    std::uint32_t exponent = half >> 10 & 0x1fu, significand = half & 0x3ffu;
    if (exponent == 0x1f) return std::bit_cast<float>(sign | 0x7f800000u | significand << 13);
    if (exponent == 0) {
        if (significand == 0) return std::bit_cast<float>(sign);
        exponent = 1; // a subnormal one: shifted until its leading bit is the implied one
        for (; (significand & 0x400u) == 0; significand <<= 1) --exponent; // (wraps, and comes back below)
        significand &= 0x3ffu;
    }
    return std::bit_cast<float>(sign | (exponent + (127u - 15u)) << 23 | significand << 13);
}

/// Floating-point numbers of a type, as they lie in a file.
template <number_type Type>
struct stored;
template <>
struct stored<number_type::f64> {
    HANDGRAD_INLINE static double load(const std::byte* from) noexcept {
        return std::bit_cast<double>(little_endian<std::uint64_t>(from));
    }
};
template <>
struct stored<number_type::f32> {
    HANDGRAD_INLINE static float load(const std::byte* from) noexcept {
        return std::bit_cast<float>(little_endian<std::uint32_t>(from));
    }
};
template <>
struct stored<number_type::f16> {
    HANDGRAD_INLINE static float load(const std::byte* from) noexcept {
        return float_of_half(little_endian<std::uint16_t>(from));
    }
};
template <>
struct stored<number_type::bf16> {
    HANDGRAD_INLINE static float load(const std::byte* from) noexcept {
        return std::bit_cast<float>(std::uint32_t{little_endian<std::uint16_t>(from)} << 16);
    }
};

/// f.operator()<Type>() with the type of floats that `type` is.
template <class F>
HANDGRAD_INLINE decltype(auto) with_float_type(number_type type, F f) {
    switch (type) {
    case number_type::f64:
        return f.template operator()<number_type::f64>();
    case number_type::f16:
        return f.template operator()<number_type::f16>();
    case number_type::bf16:
        return f.template operator()<number_type::bf16>();
    default:
        return f.template operator()<number_type::f32>();
    }
}

} // namespace detail

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
