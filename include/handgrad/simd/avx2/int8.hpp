/// Integers of eight bits, four to a lane: the AVX2 back end.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/avx2/float.hpp>
#include <handgrad/simd/scalar/int8.hpp>

#include <handgrad/simd/avx2/intrinsics.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

HANDGRAD_INLINE integers<float, 8> add_products_of_bytes(integers<float, 8> a, integers<float, 8> b,
                                                         integers<float, 8> sum) noexcept {
    const __m256i pairs = _mm256_maddubs_epi16(a.i, b.i);
    __m256i result = _mm256_add_epi32(sum.i, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
    asm("" : "+x"(result)); // in a register, though g++ has another plan for one sum of eight
    return integers<float, 8>(result);
}

/// Packed as unsigned 16 bits, a number loses what is below 0, packed as signed 8 bits what is above 127: the
/// bounds cost nothing. The instructions that pack work on either half of a register by itself: the last one
/// puts the words in order.
HANDGRAD_INLINE integers<float, 8> as_bytes(const integers<float, 8> (&parts)[4]) noexcept {
    const __m256i low = _mm256_packus_epi32(parts[0].i, parts[1].i);
    const __m256i high = _mm256_packus_epi32(parts[2].i, parts[3].i);
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    return integers<float, 8>(_mm256_permutevar8x32_epi32(_mm256_packs_epi16(low, high), order));
}

/// The conversion rounds by itself.
HANDGRAD_INLINE integers<float, 8> nearest_integers(vector<float, 8> a) noexcept { return to_integers(a); }

HANDGRAD_INLINE integers<float, 8> product(integers<float, 8> a, integers<float, 8> b) noexcept {
    return integers<float, 8>(_mm256_mullo_epi32(a.i, b.i));
}

HANDGRAD_INLINE integers<float, 8> max_signed(integers<float, 8> a, integers<float, 8> b) noexcept {
    return integers<float, 8>(_mm256_max_epi32(a.i, b.i));
}
HANDGRAD_INLINE integers<float, 8> max_unsigned(integers<float, 8> a, integers<float, 8> b) noexcept {
    return integers<float, 8>(_mm256_max_epu32(a.i, b.i));
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
