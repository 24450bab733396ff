/// What "the same result" means in the tests: the same bits.
#pragma once

#include <handgrad/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

template <class T>
using bits_of = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

/// By the bits, so that it also answers where -ffast-math believes that there is no NaN.
template <class T>
constexpr bool is_nan(T x) {
    static_assert(std::is_floating_point_v<T>);
    return (__builtin_bit_cast(bits_of<T>, x) & (~bits_of<T>{0} >> 1)) >
           __builtin_bit_cast(bits_of<T>, std::numeric_limits<T>::infinity());
}

/// One NaN is as good as another: which of two operands an instruction passes on is not promised.
template <class T>
constexpr bool same_bits(T a, T b) {
    return __builtin_bit_cast(bits_of<T>, a) == __builtin_bit_cast(bits_of<T>, b) || (is_nan(a) && is_nan(b));
}

/// A number that stands for all the bits of a sequence of results (FNV-1a, 64 bits), to be written down as a
/// literal.
class digest {
public:
    template <class T>
    HANDGRAD_INLINE constexpr void add(T x) {
        auto bits = __builtin_bit_cast(bits_of<T>, x);
        for (std::size_t i = 0; i < sizeof(T); ++i, bits >>= 8) {
            value_ ^= bits & 0xff;
            value_ *= 0x100000001b3;
        }
    }
    HANDGRAD_INLINE constexpr std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325;
};
