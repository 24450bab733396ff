/// Integers of eight bits, four to a lane: the specification.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/scalar/vector.hpp>

#include <cstdint>

/// What a back end offers besides scalar/vector.hpp for floats, on integers<float, W>: the four bytes of a
/// lane, the lowest first, are numbers of their own.
namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

namespace detail {

/// Byte i of a word, 0 .. 255 or -128 .. 127.
HANDGRAD_INLINE constexpr std::int32_t unsigned_byte(std::int32_t word, int i) noexcept {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(word) >> 8 * i & 0xffu);
}
HANDGRAD_INLINE constexpr std::int32_t signed_byte(std::int32_t word, int i) noexcept {
    return (unsigned_byte(word, i) ^ 0x80) - 0x80;
}

} // namespace detail

/// sum + a_0 b_0 + a_1 b_1 + a_2 b_2 + a_3 b_3, exactly: the a_i are 0 .. 127, the b_i -127 .. 127, so that
/// no partial sum of two products leaves 16 bits.
HANDGRAD_INLINE constexpr integers<float, 1> add_products_of_bytes(integers<float, 1> a, integers<float, 1> b,
                                                                   integers<float, 1> sum) noexcept {
    for (int i = 0; i < 4; ++i)
        sum = sum + integers<float, 1>(detail::unsigned_byte(a.i, i) * detail::signed_byte(b.i, i));
    return sum;
}

/// Four vectors of numbers below 2^15, one after the other, as the bytes of one; those beyond 0 .. 127 become
/// the nearest of these.
HANDGRAD_INLINE constexpr integers<float, 1> as_bytes(const integers<float, 1> (&parts)[4]) noexcept {
    std::uint32_t word = 0;
    for (int i = 0; i < 4; ++i) {
        const std::int32_t x = parts[i].i, byte = x < 0 ? 0 : x > 127 ? 127 : x;
        word |= static_cast<std::uint32_t>(byte) << 8 * i;
    }
    return integers<float, 1>(static_cast<std::int32_t>(word));
}

/// The nearest integers, ties to even, of numbers |a| < 2^31.
HANDGRAD_INLINE constexpr integers<float, 1> nearest_integers(vector<float, 1> a) noexcept {
    return to_integers(round(a));
}

HANDGRAD_INLINE constexpr integers<float, 1> product(integers<float, 1> a, integers<float, 1> b) noexcept {
    return integers<float, 1>(a.i * b.i);
}

/// The larger of two signed, or of two unsigned, integers.
HANDGRAD_INLINE constexpr integers<float, 1> max_signed(integers<float, 1> a, integers<float, 1> b) noexcept {
    return a.i > b.i ? a : b;
}
HANDGRAD_INLINE constexpr integers<float, 1> max_unsigned(integers<float, 1> a,
                                                          integers<float, 1> b) noexcept {
    return static_cast<std::uint32_t>(a.i) > static_cast<std::uint32_t>(b.i) ? a : b;
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
