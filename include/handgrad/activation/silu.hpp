/// The sigmoid linear unit, also called swish.
#pragma once

#include <handgrad/activation/concept.hpp>
#include <handgrad/simd/math.hpp>

namespace handgrad::inline HANDGRAD_ISA {

/// sigma(z) = z s, sigma'(z) = s + z s (1 - s), with s = 1 / (1 + exp(-z)). As in PyTorch, sigma(-inf) is
/// NaN. The derivative is found on the negative side, where nothing cancels: sigma'(z) = 1 - sigma'(-z).
struct silu {
    static constexpr const char* name = "silu";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return z * math::sigmoid(z);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_input(V z) noexcept {
        const V a = -abs(z), s = math::sigmoid(a);
        const V negative = fma(a * s, V(1) - s, s);
        return select(z < V(0), negative, V(1) - negative);
    }
};

} // namespace handgrad::inline HANDGRAD_ISA
