/// Which numbers of one type another type has, too.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/number_type.hpp>
#include <handgrad/io/numbers/text.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// What becomes of a number that the type asked for does not have: 0.1 of 64 bits has no equal of 32.
enum class rounding : std::uint8_t {
    refused,   ///< it is an error
    to_nearest ///< a float becomes the nearest one (that is finite: 1e300 of 64 bits is an error all the
               ///< same)
};

/// What the numbers of a file can be read as: float, double, integers of 8 to 64 bits.
template <class T>
concept readable_number = std::same_as<T, float> || std::same_as<T, double> ||
    (std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
     !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>);

namespace detail {

template <class Integer>
struct stored_integer {
    HANDGRAD_INLINE static Integer load(const std::byte* from) noexcept {
        return static_cast<Integer>(little_endian<std::make_unsigned_t<Integer>>(from));
    }
};
template <>
struct stored<number_type::i64> : stored_integer<std::int64_t> {};
template <>
struct stored<number_type::i32> : stored_integer<std::int32_t> {};
template <>
struct stored<number_type::i16> : stored_integer<std::int16_t> {};
template <>
struct stored<number_type::i8> : stored_integer<std::int8_t> {};
template <>
struct stored<number_type::u64> : stored_integer<std::uint64_t> {};
template <>
struct stored<number_type::u32> : stored_integer<std::uint32_t> {};
template <>
struct stored<number_type::u16> : stored_integer<std::uint16_t> {};
template <>
struct stored<number_type::u8> : stored_integer<std::uint8_t> {};
template <>
struct stored<number_type::boolean> : stored_integer<std::uint8_t> {};

/// What a number of a type is, once it is loaded: a float of 16 bits is one of 32.
template <number_type Type>
using loaded = decltype(stored<Type>::load(nullptr));

/// f.operator()<Type>() with the type of numbers that `type` is.
template <class F>
decltype(auto) with_number_type(number_type type, F f) {
    switch (type) {
    case number_type::i64:
        return f.template operator()<number_type::i64>();
    case number_type::i32:
        return f.template operator()<number_type::i32>();
    case number_type::i16:
        return f.template operator()<number_type::i16>();
    case number_type::i8:
        return f.template operator()<number_type::i8>();
    case number_type::u64:
        return f.template operator()<number_type::u64>();
    case number_type::u32:
        return f.template operator()<number_type::u32>();
    case number_type::u16:
        return f.template operator()<number_type::u16>();
    case number_type::u8:
        return f.template operator()<number_type::u8>();
    case number_type::boolean:
        return f.template operator()<number_type::boolean>();
    default:
        return with_float_type(type, f);
    }
}

/// The number_type of a C++ type.
template <readable_number T>
constexpr number_type type_of() noexcept {
    if constexpr (std::floating_point<T>)
        return number_type_of<T>;
    else if constexpr (sizeof(T) == 8)
        return std::signed_integral<T> ? number_type::i64 : number_type::u64;
    else if constexpr (sizeof(T) == 4)
        return std::signed_integral<T> ? number_type::i32 : number_type::u32;
    else if constexpr (sizeof(T) == 2)
        return std::signed_integral<T> ? number_type::i16 : number_type::u16;
    else
        return std::signed_integral<T> ? number_type::i8 : number_type::u8;
}

/// Whether every number of type S is one of type T, too.
template <class T, class S>
constexpr bool has_all_of() noexcept {
    if constexpr (std::integral<T> && std::integral<S>)
        return std::in_range<T>(std::numeric_limits<S>::min()) &&
               std::in_range<T>(std::numeric_limits<S>::max());
    else
        return std::floating_point<T> && std::numeric_limits<S>::digits <= std::numeric_limits<T>::digits;
}

/// Asked of the bits, which no flag for fast arithmetic takes for finite.
constexpr bool is_finite(float x) noexcept {
    return (std::bit_cast<std::uint32_t>(x) & 0x7f800000u) != 0x7f800000u;
}
constexpr bool is_finite(double x) noexcept {
    return (std::bit_cast<std::uint64_t>(x) >> 52 & 0x7ffu) != 0x7ffu;
}

constexpr bool is_nan(double x) noexcept {
    return (std::bit_cast<std::uint64_t>(x) & ~std::uint64_t{0} >> 1) > 0x7ff0000000000000u;
}

/// Whether x, as a T, is still x; or, where it may be rounded, something finite near it.
template <class T, class S>
constexpr bool converts(S x, rounding how) noexcept {
    if constexpr (has_all_of<T, S>()) {
        return true;
    } else if constexpr (std::integral<T> && std::integral<S>) {
        return std::in_range<T>(x);
    } else if constexpr (std::integral<T>) {
        constexpr S low = static_cast<S>(std::numeric_limits<T>::min());
        constexpr S beyond = static_cast<S>(std::numeric_limits<T>::max() / 2 + 1) * 2;
        return is_finite(x) && low <= x && x < beyond && static_cast<S>(static_cast<T>(x)) == x;
    } else if constexpr (std::integral<S>) {
        const auto size = x < 0 ? ~static_cast<std::uint64_t>(x) + 1 : static_cast<std::uint64_t>(x);
        return how == rounding::to_nearest ||
               static_cast<int>(std::bit_width(size)) - std::countr_zero(size | std::uint64_t{1} << 63) <=
                   std::numeric_limits<T>::digits;
    } else {
        if (!is_finite(x)) return true;
        const T near = static_cast<T>(x);
        return is_finite(near) && (how == rounding::to_nearest || static_cast<S>(near) == x);
    }
}

} // namespace detail

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
