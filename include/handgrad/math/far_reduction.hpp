/// Large arguments of sine and cosine, brought exactly into the quarter turn around zero.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/infinity.hpp>
#include <handgrad/simd/select.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math::detail {

/// x = turns pi/2 + r + tail, up to a multiple of 2 pi: turns in 0 .. 3, |r| <= pi/4, tail at most half
/// a last place of r.
struct quarter_turn {
    int turns;
    double r;
    double tail;
};

/// The first bits of 2/pi behind the point, after 64 zeros.
inline constexpr std::uint64_t two_over_pi[] = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
    0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41,
    0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab,
    0xf0cfbc209af4361d};

HANDGRAD_INLINE constexpr double double_power_of_two(int k) noexcept {
    return simd::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52);
}

/// For a finite x >= 2^10. x = m 2^e with a 53-bit integer m: only the 192 bits of 2/pi from the one of
/// weight 2^(1-e) on matter, as those before contribute multiples of 2 pi, and those after less than 2^-137
/// (M. Payne, R. Hanek, "Radian reduction for trigonometric functions", 1983). The double nearest to a
/// multiple of pi/2 is some 2^-61 away from it, so that 70 bits of the remainder are right.
constexpr quarter_turn reduce_far(double x) noexcept {
    const auto bits = simd::bit_cast<std::uint64_t>(x);
    const std::uint64_t m = (bits & 0xfffffffffffff) | 0x10000000000000;
    const int position = static_cast<int>(bits >> 52) - 1075 + 62;
    std::uint64_t window[3] = {};
    for (int i = 0; i < 3; ++i) {
        const int word = position / 64 + i, shift = position % 64;
        window[i] = two_over_pi[word] << shift;
        if (shift != 0) window[i] |= two_over_pi[word + 1] >> (64 - shift);
    }
    // p = m window, modulo 2^192, which stands for 4
    using simd::detail::uint128;
    const uint128 low = simd::detail::product(m, window[2]);
    const uint128 middle = simd::detail::product(m, window[1]) + (low >> 64);
    std::uint64_t p[3] = {m * window[0] + static_cast<std::uint64_t>(middle >> 64),
                          static_cast<std::uint64_t>(middle), static_cast<std::uint64_t>(low)};
    const std::uint64_t turns = (p[0] + (std::uint64_t{1} << 61)) >> 62;
    p[0] -= turns << 62;
    const bool negative = (p[0] >> 63) != 0;
    if (negative) {
        p[2] = ~p[2] + 1;
        p[1] = ~p[1] + (p[2] == 0 ? 1 : 0);
        p[0] = ~p[0] + (p[2] == 0 && p[1] == 0 ? 1 : 0);
    }
    const int zeros = p[0] != 0 ? __builtin_clzll(p[0]) : 64 + __builtin_clzll(p[1]);
    uint128 top = (uint128{p[0]} << 64) | p[1], next = uint128{p[2]} << 64;
    top = zeros == 0 ? top : (top << zeros) | (next >> (128 - zeros));
    const double sign = negative ? -1.0 : 1.0;
    const double fraction =
        sign * static_cast<double>(static_cast<std::uint64_t>(top >> 75)) * double_power_of_two(-51 - zeros);
    const double rest =
        sign * static_cast<double>(static_cast<std::uint64_t>(top >> 11)) * double_power_of_two(-115 - zeros);

    using V = simd::scalar_vector<double>;
    const V half_pi(0x1.921fb54442d18p0), half_pi_low(0x1.1a62633145c07p-54);
    const V r = V(fraction) * half_pi;
    const V tail = fma(V(rest), half_pi, fma(V(fraction), half_pi_low, fma(V(fraction), half_pi, -r)));
    return {static_cast<int>(turns & 3), r.v, tail.v};
}

/// Overwrites turns, r and excess of the lanes whose |x| is beyond `limit`, one by one, so that x is turns
/// pi/2
/// + r - excess, up to a multiple of 2 pi; infinity has the remainder NaN.
template <class T>
[[gnu::noinline]] constexpr void reduce_far_lanes(int lanes, T limit, const T* x, T* turns, T* r, T* excess) {
    for (int i = 0; i < lanes; ++i) {
        const T a = x[i] < 0 ? -x[i] : x[i], sign = x[i] < 0 ? T(-1) : T(1);
        if (!(a > limit)) continue;
        if (simd::bit_cast<simd::int_of<T>>(a) >= simd::bit_cast<simd::int_of<T>>(infinity<T>)) {
            turns[i] = 0;
            r[i] = excess[i] = not_a_number<T>;
            continue;
        }
        const quarter_turn far = reduce_far(static_cast<double>(a));
        const T nearest = static_cast<T>(far.r);
        using V = simd::scalar_vector<double>;
        const V tail = V(far.r) - V(static_cast<double>(nearest)) + V(far.tail);
        turns[i] = sign * static_cast<T>(far.turns);
        r[i] = sign * nearest;
        excess[i] = -sign * static_cast<T>(tail.v);
    }
}

} // namespace math::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
