/// The rectified linear unit that saturates at 6.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = min(max(0, z), 6); sigma'(z) = 1 for 0 < z < 6, else 0: at both kinks 0, as in PyTorch. A NaN
/// is passed through, with derivative 0; -0 gives -0. Exact.
struct relu6 {
    static constexpr bool rectifies = true;
    static constexpr const char* name = "relu6";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return math::min(V(6), math::max(V(0), z)); // both return their second argument where one is NaN
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        return select((y > V(0)) & (y < V(6)), V(1), V(0));
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
