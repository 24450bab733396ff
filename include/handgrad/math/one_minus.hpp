/// 1 - x, rounded once.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/select.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math {

/// 1 - x in double, whatever it is then converted to.
HANDGRAD_INLINE constexpr double one_minus(double x) noexcept {
    using V = simd::vector<double, 1>;
    return (V(1) - V(x)).v;
}

} // namespace math
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
