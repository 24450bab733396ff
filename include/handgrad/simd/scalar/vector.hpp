/// The vector type of one lane: the specification of every back end, and the fallback where there is no
/// other.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/by_argument.hpp>
#include <handgrad/simd/exact_fma.hpp>
#include <handgrad/simd/infinity.hpp>
#include <handgrad/simd/strict_arithmetic.hpp>

#include <cstdint>
#include <limits>
#include <type_traits>

/// The interface that a back end offers: three types, vector<T, W> (W numbers), mask<T, W> (W truths) and
/// integers<T, W> (W signed integers as wide as T), and the functions below. Each works lane by lane and
/// gives in every lane the bits that the one-lane type gives. A product that feeds a sum is written as fma or
/// fnma; any other product is a finished number (rounded_product), which no compiler can contract with a sum
/// that follows after inlining, and so is a sum that a compiler could make a product of (rounded_sum).
namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

template <class T>
concept real = std::is_same_v<T, float> || std::is_same_v<T, double>;

template <class T, int Width>
struct vector;
template <class T, int Width>
struct mask;
template <class T, int Width>
struct integers;

template <class T>
struct mask<T, 1> {
    bool m;

    explicit operator bool() const = delete; // lanes differ: select(mask, a, b)

    friend HANDGRAD_INLINE constexpr mask operator&(mask a, mask b) noexcept { return {a.m && b.m}; }
    friend HANDGRAD_INLINE constexpr mask operator|(mask a, mask b) noexcept { return {a.m || b.m}; }
    friend HANDGRAD_INLINE constexpr mask operator!(mask a) noexcept { return {!a.m}; }
    /// Whether any, or every, lane is true.
    friend HANDGRAD_INLINE constexpr bool any(mask a) noexcept { return a.m; }
    friend HANDGRAD_INLINE constexpr bool all(mask a) noexcept { return a.m; }
};

/// Arithmetic wraps, as the machine's does. The shift counts are below the width of the integer.
template <class T>
struct integers<T, 1> {
    using value_type = int_of<T>;
    value_type i;

    constexpr integers() = default;
    HANDGRAD_INLINE constexpr explicit integers(value_type value) noexcept : i(value) {}
    HANDGRAD_INLINE static constexpr integers load(const value_type* from) noexcept {
        return integers(*from);
    }
    HANDGRAD_INLINE constexpr void store(value_type* to) const noexcept { *to = i; }

    friend HANDGRAD_INLINE constexpr integers operator+(integers a, integers b) noexcept {
        return wrap(word(a) + word(b));
    }
    friend HANDGRAD_INLINE constexpr integers operator-(integers a, integers b) noexcept {
        return wrap(word(a) - word(b));
    }
    friend HANDGRAD_INLINE constexpr integers operator&(integers a, integers b) noexcept {
        return wrap(word(a) & word(b));
    }
    friend HANDGRAD_INLINE constexpr integers operator|(integers a, integers b) noexcept {
        return wrap(word(a) | word(b));
    }
    friend HANDGRAD_INLINE constexpr integers operator^(integers a, integers b) noexcept {
        return wrap(word(a) ^ word(b));
    }
    template <int Count>
    friend HANDGRAD_INLINE constexpr integers shift_left(integers a) noexcept {
        return wrap(word(a) << Count);
    }
    /// Fills with zeros.
    template <int Count>
    friend HANDGRAD_INLINE constexpr integers shift_right(integers a) noexcept {
        return wrap(word(a) >> Count);
    }
    friend HANDGRAD_INLINE constexpr mask<T, 1> operator==(integers a, integers b) noexcept {
        return {a.i == b.i};
    }
    friend HANDGRAD_INLINE constexpr mask<T, 1> operator>(integers a, integers b) noexcept {
        return {a.i > b.i};
    }
    friend HANDGRAD_INLINE constexpr mask<T, 1> is_negative(integers a) noexcept { return {a.i < 0}; }

private:
    HANDGRAD_INLINE static constexpr uint_of<T> word(integers a) noexcept {
        return static_cast<uint_of<T>>(a.i);
    }
    HANDGRAD_INLINE static constexpr integers wrap(uint_of<T> w) noexcept {
        return integers(static_cast<value_type>(w));
    }
};

template <class T>
    requires real<T>
struct vector<T, 1> {
    using value_type = T;
    using mask_type = mask<T, 1>;
    using integers_type = integers<T, 1>;
    static constexpr int width = 1;

    T v;

    constexpr vector() = default;
    /// Every lane the same number.
    HANDGRAD_INLINE constexpr explicit vector(T value) noexcept : v(value) {}

    /// `width` numbers from memory, of any alignment.
    HANDGRAD_INLINE static constexpr vector load(const T* from) noexcept { return vector(*from); }
    HANDGRAD_INLINE constexpr void store(T* to) const noexcept { *to = v; }
    /// The first `Count` lanes only (1 <= Count <= width): nothing else is touched; the others load as zero.
    template <int Count>
    HANDGRAD_INLINE static constexpr vector load_first(const T* from) noexcept {
        return load(from);
    }
    template <int Count>
    HANDGRAD_INLINE constexpr void store_first(T* to) const noexcept {
        store(to);
    }

    friend HANDGRAD_INLINE constexpr vector operator+(vector a, vector b) noexcept {
        return vector(rounded_sum(a.v + b.v));
    }
    friend HANDGRAD_INLINE constexpr vector operator-(vector a, vector b) noexcept {
        return vector(rounded_sum(a.v - b.v));
    }
    friend HANDGRAD_INLINE constexpr vector operator*(vector a, vector b) noexcept {
        return vector(rounded_product(a.v * b.v));
    }
    friend HANDGRAD_INLINE constexpr vector operator/(vector a, vector b) noexcept {
        return vector(quotient(a.v, b.v));
    }
    /// Hidden, because g++ makes -(a b) - c of -fma(a, b, c), whose zero has the other sign.
    friend HANDGRAD_INLINE constexpr vector operator-(vector a) noexcept { return vector(-opaque(a.v)); }
    friend HANDGRAD_INLINE constexpr mask_type operator<(vector a, vector b) noexcept { return {a.v < b.v}; }
    friend HANDGRAD_INLINE constexpr mask_type operator<=(vector a, vector b) noexcept {
        return {a.v <= b.v};
    }
    friend HANDGRAD_INLINE constexpr mask_type operator>(vector a, vector b) noexcept { return {a.v > b.v}; }
    friend HANDGRAD_INLINE constexpr mask_type operator>=(vector a, vector b) noexcept {
        return {a.v >= b.v};
    }
    friend HANDGRAD_INLINE constexpr mask_type operator==(vector a, vector b) noexcept {
        return {a.v == b.v};
    }
    /// Whether a lane is not a number, by its bits: under -ffast-math a comparison may say that none is.
    friend HANDGRAD_INLINE constexpr mask_type is_nan(vector a) noexcept {
        return (bits(a) & integers_type(std::numeric_limits<int_of<T>>::max())) >
               integers_type(bit_cast<int_of<T>>(math::infinity<T>));
    }
    /// m ? a : b.
    friend HANDGRAD_INLINE constexpr vector select(mask_type m, vector a, vector b) noexcept {
        return m.m ? a : b;
    }
    /// The same vector, loaded into a register of its own: g++ would else load it anew for every use.
    friend HANDGRAD_INLINE constexpr vector in_register(vector a) noexcept { return a; }
    /// The same, loaded between what is loaded so before and after.
    friend HANDGRAD_INLINE constexpr vector in_register_here(vector a) noexcept { return a; }
    /// Count numbers (a power of two up to half the width, or to a group, or 1), over and over.
    template <int Count>
    HANDGRAD_INLINE static constexpr vector repeat(const T* from) noexcept {
        return load(from);
    }
    /// The I-th of each `group` lanes, in all of the group: cheaper than a broadcast from memory where loads
    /// are what there is least of.
    static constexpr int group = 1;
    template <int I>
    HANDGRAD_INLINE constexpr vector spread() const noexcept {
        return *this;
    }
    /// (A vector of two lanes or more also has load_halves(low, high): half of it from each place. One of
    /// more than eight floats has integers of which load_first loads some: weights are packed in blocks of
    /// eight.)
    ///
    /// Lane l becomes the place[l]-th of its group.
    HANDGRAD_INLINE constexpr vector permuted(integers_type) const noexcept { return *this; }
    /// The table's entry whose number the last three bits of each lane of `place` are.
    HANDGRAD_INLINE static constexpr vector lookup(const T (&table)[8], integers_type place) noexcept {
        return vector(table[place.i & 7]);
    }
    /// Lane l becomes lane l + Count; those that leave at the end come back at the beginning.
    template <int Count>
    HANDGRAD_INLINE constexpr vector rotated() const noexcept {
        return *this;
    }
    /// Lanes First, First + 1, ... of b; those before of a.
    template <int First>
    HANDGRAD_INLINE static constexpr vector joined(vector a, vector b) noexcept {
        return First == 0 ? b : a;
    }
    /// `width` rows become columns.
    friend HANDGRAD_INLINE constexpr void transpose(vector (&)[1]) noexcept {}

    /// a > b ? a : b, so b where one is NaN or both are zero.
    friend HANDGRAD_INLINE constexpr vector max(vector a, vector b) noexcept { return a.v > b.v ? a : b; }
    /// a < b ? a : b, so b where one is NaN or both are zero.
    friend HANDGRAD_INLINE constexpr vector min(vector a, vector b) noexcept { return a.v < b.v ? a : b; }

    /// a b + c, rounded once.
    friend HANDGRAD_INLINE constexpr vector fma(vector a, vector b, vector c) noexcept {
        if (__builtin_is_constant_evaluated()) return vector(exact_fma(a.v, b.v, c.v));
#if !defined(HANDGRAD_HAS_FMA)
        if constexpr (sizeof(T) == 4) return vector(fma_by_double(a.v, b.v, c.v));
#endif
        return vector(fused(a.v, b.v, c.v));
    }
    /// c - a b, rounded once.
    friend HANDGRAD_INLINE constexpr vector fnma(vector a, vector b, vector c) noexcept {
        return fma(-a, b, c);
    }

    /// The bit pattern, and back.
    friend HANDGRAD_INLINE constexpr integers_type bits(vector a) noexcept {
        return integers_type(bit_cast<int_of<T>>(a.v));
    }
    HANDGRAD_INLINE static constexpr vector from_bits(integers_type a) noexcept {
        return vector(bit_cast<T>(a.i));
    }
    /// The nearest integer (ties to even) as a number of the same type.
    friend HANDGRAD_INLINE constexpr vector round(vector a) noexcept {
        constexpr T integral =
            1 / std::numeric_limits<T>::epsilon(); // from here on every number is an integer
        const T magnitude = a.v < 0 ? -a.v : a.v;
        if (!(magnitude < integral)) return a;
        const T whole = static_cast<T>(static_cast<std::int64_t>(magnitude));
        const T rest = magnitude - whole;
        const bool odd = (static_cast<std::int64_t>(magnitude) & 1) != 0;
        const T nearest = rest > T(0.5) || (rest == T(0.5) && odd) ? whole + 1 : whole;
        return copysign(vector(nearest), a);
    }
    /// A number that is an integer, |a| < 2^31 (float) or 2^51 (double), as an integer, and back.
    friend HANDGRAD_INLINE constexpr integers_type to_integers(vector a) noexcept {
        return integers_type(static_cast<int_of<T>>(a.v));
    }
    HANDGRAD_INLINE static constexpr vector from_integers(integers_type a) noexcept {
        return vector(static_cast<T>(a.i));
    }
    friend HANDGRAD_INLINE constexpr vector abs(vector a) noexcept {
        return from_bits(bits(a) & integers_type(std::numeric_limits<int_of<T>>::max()));
    }
    /// The magnitude of a with the sign of b.
    friend HANDGRAD_INLINE constexpr vector copysign(vector a, vector b) noexcept {
        const integers_type sign(std::numeric_limits<int_of<T>>::min());
        return from_bits((bits(a) & integers_type(std::numeric_limits<int_of<T>>::max())) | (bits(b) & sign));
    }
    /// The square root, correctly rounded.
    friend HANDGRAD_INLINE constexpr vector sqrt(vector a) noexcept {
        if (__builtin_is_constant_evaluated()) return vector(exact_sqrt(a.v));
        return vector(square_root(a.v));
    }

private:
    /// The integer square root of the significand, bit by bit, rounded: exact because no square root of a
    /// 53-bit number lies half-way between two of them.
    static constexpr T exact_sqrt(T a) noexcept {
        if (a == 0 || a == math::infinity<T> || a != a) return a;
        if (a < 0) return math::not_a_number<T>;
        detail::wide_float x = detail::decomposed(static_cast<double>(a));
        x = detail::normalized(false, x.significand, x.exponent);
        if (x.exponent % 2 != 0) x = {false, x.significand >> 1, x.exponent + 1};
        detail::uint128 root = 0, rest = x.significand;
        for (detail::uint128 bit = detail::uint128{1} << 126; bit > 0; bit = bit >> 2) {
            if (rest >= root + bit) {
                rest = rest - (root + bit);
                root = (root >> 1) + bit;
            } else {
                root = root >> 1;
            }
        }
        return static_cast<T>(
            detail::rounded({false, (root << 1) | (rest != 0 ? 1 : 0), x.exponent / 2 - 1}));
    }
};

/// The sum of the lanes: the upper half is added to the lower, until one is left.
template <real T>
HANDGRAD_INLINE constexpr T sum_of_halves(vector<T, 1> a) noexcept {
    return a.v;
}

/// Lane i is sum_of_halves(rows[i]).
template <real T>
HANDGRAD_INLINE constexpr vector<T, 1> sums_of_halves(const vector<T, 1> (&rows)[1]) noexcept {
    return rows[0];
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
