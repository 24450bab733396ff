/// Pairs of numbers that lie side by side in memory, taken apart and put together in registers of SSE2.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/scalar/pairs.hpp>
#include <handgrad/simd/sse2/double.hpp>
#include <handgrad/simd/sse2/float.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

HANDGRAD_INLINE two_vectors<vector<float, 4>> taken_apart(vector<float, 4> low,
                                                          vector<float, 4> high) noexcept {
    return {vector<float, 4>(_mm_shuffle_ps(low.v, high.v, 0x88)),
            vector<float, 4>(_mm_shuffle_ps(low.v, high.v, 0xdd))};
}
HANDGRAD_INLINE two_vectors<vector<float, 4>> put_together(vector<float, 4> first,
                                                           vector<float, 4> second) noexcept {
    return {vector<float, 4>(_mm_unpacklo_ps(first.v, second.v)),
            vector<float, 4>(_mm_unpackhi_ps(first.v, second.v))};
}

HANDGRAD_INLINE two_vectors<vector<double, 2>> taken_apart(vector<double, 2> low,
                                                           vector<double, 2> high) noexcept {
    return {vector<double, 2>(_mm_unpacklo_pd(low.v, high.v)),
            vector<double, 2>(_mm_unpackhi_pd(low.v, high.v))};
}
HANDGRAD_INLINE two_vectors<vector<double, 2>> put_together(vector<double, 2> first,
                                                            vector<double, 2> second) noexcept {
    return taken_apart(first, second);
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
