/// The logarithm of 1 + exp(x).
#pragma once

#include <handgrad/simd/exp.hpp>
#include <handgrad/simd/log1p.hpp>

namespace handgrad::inline HANDGRAD_ISA::math {

/// log(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|)), of any x.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> softplus(simd::vector<T, W> x) noexcept {
    using V = simd::vector<T, W>;
    return max(V(0), x) + log1p(exp(-abs(x)));
}

} // namespace handgrad::inline HANDGRAD_ISA::math
