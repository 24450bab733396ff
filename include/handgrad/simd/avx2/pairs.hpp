/// Pairs of numbers that lie side by side in memory, taken apart and put together in registers.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/avx2/double.hpp>
#include <handgrad/simd/avx2/float.hpp>
#include <handgrad/simd/scalar/pairs.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

HANDGRAD_INLINE two_vectors<vector<float, 8>> taken_apart(vector<float, 8> low,
                                                          vector<float, 8> high) noexcept {
    const __m256 even = _mm256_permute2f128_ps(low.v, high.v, 0x20);
    const __m256 odd = _mm256_permute2f128_ps(low.v, high.v, 0x31);
    return {vector<float, 8>(_mm256_shuffle_ps(even, odd, 0x88)),
            vector<float, 8>(_mm256_shuffle_ps(even, odd, 0xdd))};
}
HANDGRAD_INLINE two_vectors<vector<float, 8>> put_together(vector<float, 8> first,
                                                           vector<float, 8> second) noexcept {
    const __m256 even = _mm256_unpacklo_ps(first.v, second.v), odd = _mm256_unpackhi_ps(first.v, second.v);
    return {vector<float, 8>(_mm256_permute2f128_ps(even, odd, 0x20)),
            vector<float, 8>(_mm256_permute2f128_ps(even, odd, 0x31))};
}

HANDGRAD_INLINE two_vectors<vector<double, 4>> taken_apart(vector<double, 4> low,
                                                           vector<double, 4> high) noexcept {
    const __m256d even = _mm256_permute2f128_pd(low.v, high.v, 0x20);
    const __m256d odd = _mm256_permute2f128_pd(low.v, high.v, 0x31);
    return {vector<double, 4>(_mm256_unpacklo_pd(even, odd)),
            vector<double, 4>(_mm256_unpackhi_pd(even, odd))};
}
HANDGRAD_INLINE two_vectors<vector<double, 4>> put_together(vector<double, 4> first,
                                                            vector<double, 4> second) noexcept {
    const __m256d even = _mm256_unpacklo_pd(first.v, second.v), odd = _mm256_unpackhi_pd(first.v, second.v);
    return {vector<double, 4>(_mm256_permute2f128_pd(even, odd, 0x20)),
            vector<double, 4>(_mm256_permute2f128_pd(even, odd, 0x31))};
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
