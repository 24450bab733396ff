/// The cosine as an activation.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = cos(z), sigma'(z) = -sin(z). Both are NaN at +-inf, as in PyTorch: there is no limit.
struct cos {
    static constexpr const char* name = "cos";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return math::cos(z);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_input(V z) noexcept {
        return -math::sin(z);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
