/// Integers of eight bits, four to a lane: the SSE2 back end.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/scalar/int8.hpp>
#include <handgrad/simd/sse2/float.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

/// Products of two bytes, as 16 bits, that stand in odd places and in even ones, two sums of two for a lane.
HANDGRAD_INLINE integers<float, 4> add_products_of_bytes(integers<float, 4> a, integers<float, 4> b,
                                                         integers<float, 4> sum) noexcept {
    const __m128i a_even = _mm_and_si128(a.i, _mm_set1_epi16(0xff)), a_odd = _mm_srli_epi16(a.i, 8);
    const __m128i b_even = _mm_srai_epi16(_mm_slli_epi16(b.i, 8), 8), b_odd = _mm_srai_epi16(b.i, 8);
    return integers<float, 4>(
        _mm_add_epi32(sum.i, _mm_add_epi32(_mm_madd_epi16(a_even, b_even), _mm_madd_epi16(a_odd, b_odd))));
}

/// Packed to 16 bits and to unsigned 8, a number loses what is below 0; what is above 127 goes in between.
HANDGRAD_INLINE integers<float, 4> as_bytes(const integers<float, 4> (&parts)[4]) noexcept {
    const __m128i largest = _mm_set1_epi16(127);
    const __m128i low = _mm_min_epi16(_mm_packs_epi32(parts[0].i, parts[1].i), largest);
    const __m128i high = _mm_min_epi16(_mm_packs_epi32(parts[2].i, parts[3].i), largest);
    return integers<float, 4>(_mm_packus_epi16(low, high));
}

/// The conversion rounds by itself.
HANDGRAD_INLINE integers<float, 4> nearest_integers(vector<float, 4> a) noexcept { return to_integers(a); }

/// The lower halves of the products of lanes 0 and 2, and of 1 and 3.
HANDGRAD_INLINE integers<float, 4> product(integers<float, 4> a, integers<float, 4> b) noexcept {
    const __m128i even = _mm_mul_epu32(a.i, b.i);
    const __m128i odd = _mm_mul_epu32(_mm_srli_epi64(a.i, 32), _mm_srli_epi64(b.i, 32));
    return integers<float, 4>(
        _mm_unpacklo_epi32(_mm_shuffle_epi32(even, 0b1000), _mm_shuffle_epi32(odd, 0b1000)));
}

HANDGRAD_INLINE integers<float, 4> max_signed(integers<float, 4> a, integers<float, 4> b) noexcept {
    const __m128i larger = _mm_cmpgt_epi32(a.i, b.i);
    return integers<float, 4>(_mm_or_si128(_mm_and_si128(larger, a.i), _mm_andnot_si128(larger, b.i)));
}
/// With the first bits flipped the order of unsigned numbers is that of signed ones.
HANDGRAD_INLINE integers<float, 4> max_unsigned(integers<float, 4> a, integers<float, 4> b) noexcept {
    const integers<float, 4> first_bit(std::numeric_limits<std::int32_t>::min());
    return max_signed(a ^ first_bit, b ^ first_bit) ^ first_bit;
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
