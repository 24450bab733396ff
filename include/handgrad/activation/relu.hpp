/// The rectified linear unit.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = max(0, z); sigma'(z) = 1 for z > 0, 0 for z <= 0: at the kink, 0 is chosen, as in PyTorch. A
/// NaN is passed through, with derivative 1; -0 gives -0.
struct relu {
    static constexpr bool rectifies = true;
    static constexpr const char* name = "relu";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return math::max(V(0), z); // max returns its second argument where one is NaN
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        return math::select(y <= V(0), V(0), V(1));
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
