/// The softsign function.
#pragma once

#include <handgrad/activation/concept.hpp>

namespace handgrad::inline HANDGRAD_ISA {

/// sigma(z) = z / (1 + |z|); sigma' = (1 - |y|)^2 with y = sigma(z). As in PyTorch, sigma(+-inf) is NaN.
/// Largest error: 1.5 ULP; of the derivative, 1.2e-7 (float), 2.1e-16 (double).
struct softsign {
    static constexpr const char* name = "softsign";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return z / (V(1) + abs(z));
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        const V rest = V(1) - abs(y);
        return rest * rest;
    }
};

} // namespace handgrad::inline HANDGRAD_ISA
