/// The sigmoid linear unit with a logistic function made of three straight lines.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/hard_sigmoid.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = z min(max(0, z + 3), 6) / 6; sigma'(z) = 0 for z < -3, z/3 + 1/2 for -3 <= z <= 3, 1 for z > 3:
/// so -1/2 and 3/2 at the kinks, as in PyTorch. A NaN is passed through, also by the derivative. sigma(-inf)
/// is 0, where PyTorch has NaN. (A. Howard et al., "Searching for MobileNetV3", 2019.) Largest error: 2.5
/// ULP; of the derivative, 6.9e-8 (float), 1.3e-16 (double).
struct hard_swish {
    static constexpr const char* name = "hard_swish";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return math::max(V(-3), z) * hard_sigmoid::value(z); // -inf times 0 would be NaN
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_input(V z) noexcept {
        using T = typename V::value_type;
        const V between = fma(z, V(T(1) / T(3)), V(T(0.5)));
        return select(z > V(3), V(1), select(z < V(-3), V(0), between));
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
