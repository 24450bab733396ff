/// What a number lacks to one.
#pragma once

#include <handgrad/simd/scalar.hpp>

namespace handgrad::inline HANDGRAD_ISA::math {

/// 1 - x, rounded to double whatever it is then converted to.
HANDGRAD_INLINE constexpr double complement(double x) noexcept {
    using V = simd::vector<double, 1>;
    return (V(1) - V(x)).v;
}

} // namespace handgrad::inline HANDGRAD_ISA::math
