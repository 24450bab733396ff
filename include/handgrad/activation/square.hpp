/// The square as an activation.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = z^2, sigma'(z) = 2 z. Correctly rounded.
struct square {
    static constexpr const char* name = "square";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return z * z;
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_input(V z) noexcept {
        return z + z;
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
