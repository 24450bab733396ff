/// Unsigned integers of 128 bits, also where the compiler has none.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd::detail {

/// Two halves: what is done with 128 bits in this library, on machines of 32.
struct two_words {
    std::uint64_t high = 0, low = 0;

    HANDGRAD_INLINE constexpr two_words(std::uint64_t x) noexcept : low(x) {}
    HANDGRAD_INLINE constexpr two_words(std::uint64_t h, std::uint64_t l) noexcept : high(h), low(l) {}
    HANDGRAD_INLINE constexpr explicit operator std::uint64_t() const noexcept { return low; }

    friend HANDGRAD_INLINE constexpr two_words operator+(two_words a, two_words b) noexcept {
        const std::uint64_t sum = a.low + b.low;
        return {a.high + b.high + (sum < a.low ? 1 : 0), sum};
    }
    friend HANDGRAD_INLINE constexpr two_words operator-(two_words a, two_words b) noexcept {
        return {a.high - b.high - (a.low < b.low ? 1 : 0), a.low - b.low};
    }
    friend HANDGRAD_INLINE constexpr two_words operator|(two_words a, two_words b) noexcept {
        return {a.high | b.high, a.low | b.low};
    }
    friend HANDGRAD_INLINE constexpr two_words operator&(two_words a, two_words b) noexcept {
        return {a.high & b.high, a.low & b.low};
    }
    /// By 0 .. 127.
    friend HANDGRAD_INLINE constexpr two_words operator<<(two_words a, int n) noexcept {
        if (n == 0) return a;
        if (n >= 64) return {a.low << (n - 64), 0};
        return {a.high << n | a.low >> (64 - n), a.low << n};
    }
    friend HANDGRAD_INLINE constexpr two_words operator>>(two_words a, int n) noexcept {
        if (n == 0) return a;
        if (n >= 64) return {0, a.high >> (n - 64)};
        return {a.high >> n, a.low >> n | a.high << (64 - n)};
    }
    friend HANDGRAD_INLINE constexpr bool operator==(two_words a, two_words b) noexcept {
        return a.high == b.high && a.low == b.low;
    }
    friend HANDGRAD_INLINE constexpr bool operator>(two_words a, two_words b) noexcept {
        return a.high > b.high || (a.high == b.high && a.low > b.low);
    }
    friend HANDGRAD_INLINE constexpr bool operator>=(two_words a, two_words b) noexcept { return !(b > a); }
};

/// a b, by halves of 32 bits.
HANDGRAD_INLINE constexpr two_words product_of_words(std::uint64_t a, std::uint64_t b) noexcept {
    const std::uint64_t a_low = a & 0xffffffff, a_high = a >> 32, b_low = b & 0xffffffff, b_high = b >> 32;
    return two_words(a_low * b_low) + (two_words(a_low * b_high) << 32) + (two_words(a_high * b_low) << 32) +
           two_words(a_high * b_high, 0);
}

#if defined(__SIZEOF_INT128__)
__extension__ using uint128 = unsigned __int128;
HANDGRAD_INLINE constexpr uint128 product(std::uint64_t a, std::uint64_t b) noexcept {
    return uint128{a} * b;
}
#else
using uint128 = two_words;
HANDGRAD_INLINE constexpr uint128 product(std::uint64_t a, std::uint64_t b) noexcept {
    return product_of_words(a, b);
}
#endif

} // namespace simd::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
