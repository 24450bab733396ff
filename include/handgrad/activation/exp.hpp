/// The exponential function as an activation.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = exp(z), sigma' = y with y = sigma(z).
struct exp {
    static constexpr const char* name = "exp";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return math::exp(z);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        return y;
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
