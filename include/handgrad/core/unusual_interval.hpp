/// Numbers of an interval whose width is zero or denormal, or overflows.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/fail.hpp>
#include <handgrad/core/range.hpp>

#include <cstdint>
#include <limits>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Whether high - low is a positive, normal float: by its bits, which are then between those of the least and
/// of the largest. Half of it is asked for, since all of it might overflow, which no constant expression may.
template <class T>
HANDGRAD_INLINE constexpr bool usual_interval(T low, T high) noexcept {
    const auto bits_of = [](double x) HANDGRAD_INLINE_LAMBDA { return __builtin_bit_cast(std::uint64_t, x); };
    const double half = static_cast<double>(high) / 2 - static_cast<double>(low) / 2;
    constexpr std::uint64_t least = bits_of(range::least / 2), most = bits_of(range::most / 2);
    return bits_of(half) - least <= most - least;
}

/// The largest number that is less than x, which is finite and has one.
template <class T>
HANDGRAD_INLINE constexpr T number_below(T x) noexcept {
    using word = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    constexpr T below_zero = -std::numeric_limits<T>::denorm_min(); // in a build without optimization no call
    if (x == 0) return below_zero;
    const auto bits = __builtin_bit_cast(word, x);
    return __builtin_bit_cast(T, x > 0 ? bits - 1 : bits + 1);
}

/// x without the bits of its mantissa that a float has none of.
HANDGRAD_INLINE constexpr double cut_to_24_bits(double x) noexcept {
    return __builtin_bit_cast(double, __builtin_bit_cast(std::uint64_t, x) >> 29 << 29);
}

/// x / 4, but 0 of a number so small that it is none beside large ones; 4 x. By their bits, so that
/// -ffast-math cannot do first what must be done last.
HANDGRAD_INLINE constexpr double quarter(double x) noexcept {
    const auto bits = __builtin_bit_cast(std::uint64_t, x);
    return (bits >> 52 & 0x7ff) < 3 ? 0 : __builtin_bit_cast(double, bits - (std::uint64_t{2} << 52));
}
HANDGRAD_INLINE constexpr double four_times(double x) noexcept {
    const auto bits = __builtin_bit_cast(std::uint64_t, x);
    return x == 0 ? 0 : __builtin_bit_cast(double, bits + (std::uint64_t{2} << 52));
}

/// Fails unless the two are finite numbers in order.
template <class T>
[[gnu::cold, gnu::noinline]] constexpr void check_interval(T low, T high) {
    const double from = static_cast<double>(low), to = static_cast<double>(high);
    constexpr double most = static_cast<double>(std::numeric_limits<T>::max());
    if (!range::between(-most, from, most) || !range::between(-most, to, most) ||
        !range::between(from, from, to))
        fail("rng: uniform from ", from, " to ", to,
             ", expected two finite numbers, the first no larger than the second");
}

/// low + fraction (high - low), in [low, high), for any finite numbers in order; low if that is high. Every
/// product is exact, as `fraction` is a multiple of 2^-24.
template <class T>
[[gnu::cold, gnu::noinline]] constexpr T in_unusual_interval(double fraction, T low, T high) noexcept {
    const double from = static_cast<double>(low), to = static_cast<double>(high);
    if (low == high) return low;
    const T x = static_cast<T>([=] {
        if constexpr (std::is_same_v<T, double>) {
            // Where doubles end, at either side, by numbers that are a power of two smaller or larger. The
            // width of a tiny interval is that of numbers below 2^-72, none of which becomes too large.
            if (to / 2 - from / 2 > range::most / 2) {
                const double a = quarter(from), width = cut_to_24_bits(quarter(to) - a);
                return four_times(a + fraction * width);
            }
            const double a = from * 0x1p600, width = cut_to_24_bits(to * 0x1p600 - a);
            return (a + fraction * width) * 0x1p-600;
        } else {
            return from + fraction * cut_to_24_bits(to - from);
        }
    }());
    if (x < low) return low; // of which the smaller numbers keep no bit
    return x < high ? x : number_below(high);
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
