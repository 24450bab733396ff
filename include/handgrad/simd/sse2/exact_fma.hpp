/// a b + c of four floats, rounded once, where the machine has no such instruction.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/sse2/intrinsics.hpp>
#include <handgrad/simd/strict_arithmetic.hpp>

#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd::sse2 {

// In double the product is exact, and the sum is rounded to 53 bits. Its rounding to a float's 24 is that of
// the exact sum, but in two cases: the 29 bits that are dropped are 1000.., so that a tie may have been none;
// or the float is subnormal (or the smallest normal one), where more bits are dropped. Both are rare, or
// zero: then the sum is rounded to odd first (exact_fma.hpp), all lanes alike.

/// Two sums p + d with an odd last bit where they are not exact.
HANDGRAD_INLINE __m128d sum_to_odd(__m128d p, __m128d d) noexcept {
    const __m128d sum = as_written(_mm_add_pd(p, d)), d_part = as_written(_mm_sub_pd(sum, p));
    const __m128d error = as_written(_mm_add_pd(
        as_written(_mm_sub_pd(p, as_written(_mm_sub_pd(sum, d_part)))), as_written(_mm_sub_pd(d, d_part))));
    // Not exact: |error| > 0, which is false where the sum is infinite or not a number. The exact sum lies
    // between `sum` and the next number away from zero, or towards it where the signs differ.
    const __m128d inexact = _mm_cmplt_pd(_mm_setzero_pd(), _mm_andnot_pd(_mm_set1_pd(-0.0), error));
    const __m128i towards_zero = _mm_srli_epi64(_mm_castpd_si128(_mm_xor_pd(error, sum)), 63);
    const __m128i odd =
        _mm_or_si128(_mm_sub_epi64(_mm_castpd_si128(sum), towards_zero), _mm_set_epi32(0, 1, 0, 1));
    return _mm_or_pd(_mm_and_pd(inexact, _mm_castsi128_pd(odd)), _mm_andnot_pd(inexact, sum));
}

/// Lanes 2 and 3 as doubles; 0 and 1 are what the conversion takes. (Moved as integers, into another
/// register.)
HANDGRAD_INLINE __m128d upper_as_doubles(__m128 a) noexcept {
    return _mm_cvtps_pd(_mm_castsi128_ps(_mm_shuffle_epi32(_mm_castps_si128(a), 0b11101110)));
}

/// For any numbers. (Apart: few sums need it.)
[[gnu::cold, gnu::noinline]] inline __m128 fma_to_odd(__m128 a, __m128 b, __m128 c) noexcept {
    const __m128d low = sum_to_odd(as_written(_mm_mul_pd(_mm_cvtps_pd(a), _mm_cvtps_pd(b))), _mm_cvtps_pd(c));
    const __m128d high =
        sum_to_odd(as_written(_mm_mul_pd(upper_as_doubles(a), upper_as_doubles(b))), upper_as_doubles(c));
    return _mm_movelh_ps(_mm_cvtpd_ps(low), _mm_cvtpd_ps(high));
}

/// Whether a lane is one of the two cases: from the lower words of the sums and the rounded ones. Twice the
/// bits of a float have no sign; plus 2^31 - 1 they are less than any other signed number if it is small and
/// not zero.
HANDGRAD_INLINE bool may_be_rounded_twice(__m128 lower_words, __m128 rounded) noexcept {
    const auto all = [](std::uint32_t x)
                         HANDGRAD_INLINE_LAMBDA { return _mm_set1_epi32(static_cast<int>(x)); };
    const __m128i tie = _mm_cmpeq_epi32(_mm_slli_epi32(_mm_castps_si128(lower_words), 3), all(0x80000000));
    const __m128i bits = _mm_castps_si128(rounded);
    const __m128i size = _mm_add_epi32(_mm_add_epi32(bits, bits), all(0x7fffffff));
    const __m128i tiny = _mm_cmpgt_epi32(all(0x81000000), size);
    return _mm_movemask_epi8(_mm_or_si128(tie, tiny)) != 0;
}

/// a b + c, lane by lane.
HANDGRAD_INLINE __m128 fma(__m128 a, __m128 b, __m128 c) noexcept {
#if defined(__AVX__) // which converts four at once
    const __m256d sum = as_written(
        _mm256_add_pd(as_written(_mm256_mul_pd(_mm256_cvtps_pd(a), _mm256_cvtps_pd(b))), _mm256_cvtps_pd(c)));
    const __m128 low = _mm_castpd_ps(_mm256_castpd256_pd128(sum)),
                 high = _mm_castpd_ps(_mm256_extractf128_pd(sum, 1));
    const __m128 rounded = _mm256_cvtpd_ps(sum);
#else
    const __m128d low_sum =
        as_written(_mm_add_pd(as_written(_mm_mul_pd(_mm_cvtps_pd(a), _mm_cvtps_pd(b))), _mm_cvtps_pd(c)));
    const __m128d high_sum = as_written(
        _mm_add_pd(as_written(_mm_mul_pd(upper_as_doubles(a), upper_as_doubles(b))), upper_as_doubles(c)));
    const __m128 low = _mm_castpd_ps(low_sum), high = _mm_castpd_ps(high_sum);
    const __m128 rounded = _mm_movelh_ps(_mm_cvtpd_ps(low_sum), _mm_cvtpd_ps(high_sum));
#endif
    if (may_be_rounded_twice(_mm_shuffle_ps(low, high, 0x88), rounded)) [[unlikely]]
        return fma_to_odd(a, b, c);
    return rounded;
}

} // namespace simd::sse2
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
