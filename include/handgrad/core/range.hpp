/// The ranges of numbers that a user may set, each with its words.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <cstdint>
#include <limits>

namespace handgrad::range {

/// Where x stands in the order of all doubles. NaN stands beyond the infinities, whatever -ffast-math lets
/// the compiler suppose of a comparison.
HANDGRAD_INLINE constexpr std::int64_t place(double x) noexcept {
    const auto bits = __builtin_bit_cast(std::int64_t, x);
    return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}

/// low <= x <= high.
HANDGRAD_INLINE constexpr bool between(double low, double x, double high) noexcept {
    return place(low) <= place(x) && place(x) <= place(high);
}

// Numbers are set as doubles and rounded to what a network is made of, which may be floats: what is finite,
// or more than zero, is so as a float, too.
inline constexpr double most = static_cast<double>(std::numeric_limits<float>::max());
inline constexpr double least = static_cast<double>(std::numeric_limits<float>::min());

struct finite {
    static constexpr const char* expected = "a number within a float's range";
    HANDGRAD_INLINE static constexpr bool holds(double x) noexcept { return between(-most, x, most); }
};

struct positive {
    static constexpr const char* expected = "at least 1.2e-38 (FLT_MIN), within a float's range";
    HANDGRAD_INLINE static constexpr bool holds(double x) noexcept { return between(least, x, most); }
};

struct not_negative {
    static constexpr const char* expected = "0 or more, within a float's range";
    HANDGRAD_INLINE static constexpr bool holds(double x) noexcept { return between(0, x, most); }
};

/// Infinity, too, which is written by its bits: told -ffast-math, Clang warns of the number.
struct any_length {
    static constexpr const char* expected = "0 or more";
    HANDGRAD_INLINE static constexpr bool holds(double x) noexcept {
        return between(0, x, __builtin_bit_cast(double, 0x7ff0000000000000));
    }
};

struct from_0_to_1 {
    static constexpr const char* expected = "0 to 1";
    HANDGRAD_INLINE static constexpr bool holds(double x) noexcept { return between(0, x, 1); }
};

struct from_0_to_half {
    static constexpr const char* expected = "0 to 0.5";
    HANDGRAD_INLINE static constexpr bool holds(double x) noexcept { return between(0, x, 0.5); }
};

struct from_0_to_less_than_1 {
    static constexpr const char* expected = "0 to less than 1";
    HANDGRAD_INLINE static constexpr bool holds(double x) noexcept {
        return between(0, x, 1) && place(x) < place(1);
    }
};

/// Of integers.
struct from_0_on {
    static constexpr const char* expected = "0 or more";
    HANDGRAD_INLINE static constexpr bool holds(std::int64_t n) noexcept { return n >= 0; }
};
struct from_1_on {
    static constexpr const char* expected = "1 or more";
    HANDGRAD_INLINE static constexpr bool holds(std::int64_t n) noexcept { return n >= 1; }
};

} // namespace handgrad::range

#include <handgrad/core/pop_macros.hpp>
