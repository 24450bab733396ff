/// The sine as an activation.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = sin(z), sigma'(z) = cos(z). Both are NaN at +-inf, as in PyTorch: there is no limit.
struct sin {
    static constexpr const char* name = "sin";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return math::sin(z);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_input(V z) noexcept {
        return math::cos(z);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
