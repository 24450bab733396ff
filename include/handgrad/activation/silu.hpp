/// The sigmoid linear unit, also called swish.
#pragma once

#include <handgrad/activation/concept.hpp>
#include <handgrad/simd/math.hpp>

namespace handgrad::inline HANDGRAD_ISA {

/// sigma(z) = z s, sigma'(z) = s + z s (1 - s), with s = 1 / (1 + exp(-z)). As in PyTorch, sigma(-inf) is
/// NaN.
struct silu {
    static constexpr const char* name = "silu";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return z * math::sigmoid(z);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_input(V z) noexcept {
        const V s = math::sigmoid(z);
        return fma(z * s, V(1) - s, s);
    }
};

} // namespace handgrad::inline HANDGRAD_ISA
