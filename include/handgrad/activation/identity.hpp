/// The activation that does nothing.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = z, sigma'(z) = 1.
struct identity {
    static constexpr const char* name = "identity";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return z;
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V) noexcept {
        return V(1);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
