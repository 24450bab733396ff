/// a b + c with one rounding, as a constant expression: the multiply-add every other one must equal.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/bits.hpp>
#include <handgrad/simd/strict_arithmetic.hpp>
#include <handgrad/simd/uint128.hpp>

#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

namespace detail {

/// A finite double that is not zero, as sign, 126-bit significand (its top bit set) and exponent:
/// (-1)^negative significand 2^exponent.
struct wide_float {
    bool negative;
    uint128 significand;
    int exponent;
};

HANDGRAD_INLINE constexpr bool is_finite(double x) noexcept { return x - x == 0; }

HANDGRAD_INLINE constexpr int leading_zeros(uint128 x) noexcept {
    const auto high = static_cast<std::uint64_t>(x >> 64);
    return high != 0 ? __builtin_clzll(high) : 64 + __builtin_clzll(static_cast<std::uint64_t>(x));
}

HANDGRAD_INLINE constexpr wide_float normalized(bool negative, uint128 significand, int exponent) noexcept {
    const int shift = leading_zeros(significand) - 2;
    return {negative, shift >= 0 ? significand << shift : (significand >> 1) | (significand & 1),
            exponent - shift};
}

/// The significand of x as an integer and the power of two that belongs to it.
HANDGRAD_INLINE constexpr wide_float decomposed(double x) noexcept {
    const auto bits = bit_cast<std::uint64_t>(x);
    const int biased = static_cast<int>((bits >> 52) & 0x7ff);
    const std::uint64_t fraction = bits & 0xfffffffffffff;
    return {(bits >> 63) != 0, biased != 0 ? fraction | 0x10000000000000 : fraction,
            (biased != 0 ? biased : 1) - 1075};
}

/// Of two decomposed numbers.
HANDGRAD_INLINE constexpr uint128 product_of(wide_float a, wide_float b) noexcept {
    return product(static_cast<std::uint64_t>(a.significand), static_cast<std::uint64_t>(b.significand));
}

/// x / 2^n, its lost bits gathered in the last one.
HANDGRAD_INLINE constexpr uint128 shift_right_sticky(uint128 x, int n) noexcept {
    if (n == 0) return x;
    if (n > 127) return x != 0 ? 1 : 0;
    return (x >> n) | ((x << (128 - n)) != 0 ? 1 : 0);
}

/// To the nearest double, ties to even.
HANDGRAD_INLINE constexpr double rounded(wide_float x) noexcept {
    const wide_float n = normalized(x.negative, x.significand, x.exponent);
    const int biased = n.exponent + 125 + 1023;
    const int dropped = 73 + (biased < 1 ? 1 - biased : 0); // 126 - 53 bits; more for a subnormal result
    const uint128 kept = shift_right_sticky(n.significand, dropped - 2);
    std::uint64_t significand = static_cast<std::uint64_t>(kept >> 2);
    const auto tail = static_cast<unsigned>(static_cast<std::uint64_t>(kept) & 3);
    if (tail == 3 || (tail == 2 && (significand & 1) != 0)) ++significand;
    // The hidden bit adds one to the exponent field, and so does a carry out of the significand.
    const std::uint64_t field = biased < 1 ? 0 : static_cast<std::uint64_t>(biased - 1);
    const std::uint64_t magnitude = biased > 2046 ? 0x7ff0000000000000 : (field << 52) + significand;
    return bit_cast<double>(magnitude | (n.negative ? 0x8000000000000000 : 0));
}

} // namespace detail

/// a b + c for doubles, rounded once (to nearest, ties to even), over the whole range.
HANDGRAD_INLINE constexpr double exact_fma(double a, double b, double c) noexcept {
    using namespace detail;
    if (!is_finite(a) || !is_finite(b) || a == 0 || b == 0) return a * b + c;
    if (!is_finite(c)) return c;
    const wide_float fa = decomposed(a), fb = decomposed(b), fc = decomposed(c);
    const wide_float product =
        normalized(fa.negative != fb.negative, product_of(fa, fb), fa.exponent + fb.exponent);
    if (c == 0) return rounded(product);
    const wide_float addend = normalized(fc.negative, fc.significand, fc.exponent);
    const bool product_leads = product.exponent >= addend.exponent;
    const wide_float& large = product_leads ? product : addend;
    const wide_float& small = product_leads ? addend : product;
    const uint128 shifted = shift_right_sticky(small.significand, large.exponent - small.exponent);
    if (large.negative == small.negative)
        return rounded({large.negative, large.significand + shifted, large.exponent});
    if (large.significand == shifted) return 0.0;
    if (large.significand > shifted)
        return rounded({large.negative, large.significand - shifted, large.exponent});
    return rounded({small.negative, shifted - large.significand, large.exponent});
}

/// a b + c for floats, rounded once. The product is exact in double; the sum is rounded to odd (an inexact
/// sum gets an odd last bit), so that the conversion to float rounds as one rounding of the exact sum would
/// (S. Boldo, G. Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
HANDGRAD_INLINE constexpr float exact_fma(float a, float b, float c) noexcept {
    const double product = static_cast<double>(a) * static_cast<double>(b);
    const double addend = static_cast<double>(c);
    const double sum = product + addend;
    if (!detail::is_finite(sum)) return static_cast<float>(sum);
    const double addend_part = sum - product;
    const double error = (product - (sum - addend_part)) + (addend - addend_part);
    if (error == 0 || (bit_cast<std::uint64_t>(sum) & 1) != 0) return static_cast<float>(sum);
    const bool away_from_zero = (error > 0) == (sum > 0);
    const std::uint64_t bits = bit_cast<std::uint64_t>(sum);
    return static_cast<float>(bit_cast<double>(away_from_zero ? bits + 1 : bits - 1));
}

namespace detail {

/// The same at run time, whatever the compiler was told of arithmetic, for a finite sum. (Apart: few need it.
/// Of the formula above it is what has to be hidden from an optimizer, which a constant expression has no
/// steps for.)
[[gnu::cold, gnu::noinline]] inline float fma_to_odd(double product, double addend, double sum) noexcept {
    const double addend_part = as_written(sum - product);
    const double error =
        as_written(as_written(product - as_written(sum - addend_part)) + as_written(addend - addend_part));
    const std::uint64_t bits = bit_cast<std::uint64_t>(sum);
    if (error == 0 || (bits & 1) != 0) return static_cast<float>(sum);
    const bool away_from_zero = (error > 0) == (sum > 0);
    return static_cast<float>(bit_cast<double>(away_from_zero ? bits + 1 : bits - 1));
}

} // namespace detail

/// The same at run time, on machines that have no such instruction. The sum in double rounds to the float
/// that the exact sum rounds to, but in two cases: the 29 bits that are dropped are 1000.., so that a tie may
/// have been none; or the float is subnormal, or the smallest that is not, so that more are dropped. (Twice
/// the bits of a float have no sign.)
HANDGRAD_INLINE float fma_by_double(float a, float b, float c) noexcept {
    const double product = as_written(static_cast<double>(a) * static_cast<double>(b));
    const double addend = static_cast<double>(c), sum = as_written(product + addend);
    const float rounded = as_written(static_cast<float>(sum));
    const bool may_be_no_tie = static_cast<std::uint32_t>(bit_cast<std::uint64_t>(sum)) << 3 == 0x80000000;
    const bool tiny = 2 * bit_cast<std::uint32_t>(rounded) - 1 < 0x01000000;
    if (may_be_no_tie || tiny) [[unlikely]]
        return detail::fma_to_odd(product, addend, sum);
    return rounded;
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
