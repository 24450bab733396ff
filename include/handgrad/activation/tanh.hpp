/// The hyperbolic tangent as an activation.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = tanh(z); sigma' = 1 - y^2 with y = sigma(z).
struct tanh {
    static constexpr const char* name = "tanh";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return math::tanh(z);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        return math::fnma(y, y, V(1));
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
