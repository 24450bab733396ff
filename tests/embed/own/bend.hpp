// An activation that the library has not, for networks that are embedded.
#pragma once

#include <handgrad/handgrad.hpp>

namespace own {

/// sigma(z) = z for z > 0, z / 4 for z <= 0.
struct bend {
    static constexpr const char* name = "bend";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return handgrad::math::select(z <= V(0), V(0.25f) * z, z);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        return handgrad::math::select(y <= V(0), V(0.25f), V(1));
    }
};

} // namespace own
