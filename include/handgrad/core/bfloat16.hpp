/// A number of 16 bits with the range of a float.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <cstdint>

namespace handgrad {

/// The upper half of a float: sign, 8 bits of exponent, 7 of the significand. A way to store numbers; to
/// compute, make a float of it.
struct bfloat16 {
    std::uint16_t bits = 0;

    bfloat16() = default;
    /// The nearest one, ties to even: |error| <= 2^-8 |x| unless x is subnormal. Infinity stays infinity, NaN
    /// stays NaN, and what is larger than the largest becomes infinity.
    HANDGRAD_INLINE constexpr explicit bfloat16(float x) noexcept : bits(rounded(x)) {}

    HANDGRAD_INLINE constexpr explicit operator float() const noexcept {
        return __builtin_bit_cast(float, std::uint32_t{bits} << 16);
    }

    /// The same bits.
    friend HANDGRAD_INLINE constexpr bool operator==(bfloat16 a, bfloat16 b) noexcept {
        return a.bits == b.bits;
    }

private:
    HANDGRAD_INLINE static constexpr std::uint16_t rounded(float x) noexcept {
        const std::uint32_t word = __builtin_bit_cast(std::uint32_t, x), upper = word >> 16;
        const bool nan = (word & 0x7fffffffu) > 0x7f800000u;
        return static_cast<std::uint16_t>(nan ? upper | 0x40u : (word + 0x7fffu + (upper & 1u)) >> 16);
    }
};

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
