/// The logistic function made of three straight lines.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = min(max(0, z + 3), 6) / 6; sigma'(z) = 1/6 for -3 < z < 3, else 0: at both kinks 0, as in
/// PyTorch. A NaN is passed through, with derivative 0. Largest error: 1.4 ULP.
struct hard_sigmoid {
    static constexpr const char* name = "hard_sigmoid";

    /// Computed from the nearer end, where 3 - |z| is exact, so that the output is 0 or 1 only where the
    /// input is beyond it.
    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        using T = typename V::value_type;
        const V sixth(T(1) / T(6));
        const V distance = math::max(V(0), V(3) - abs(z)); // max returns its second argument where one is NaN
        return math::select(z > V(0), math::fnma(distance, sixth, V(1)), distance * sixth);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        using T = typename V::value_type;
        return select((y > V(0)) & (y < V(1)), V(T(1) / T(6)), V(0));
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
