/// The softsign function.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/math/dual.hpp>

#include <limits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = z / (1 + |z|); sigma' = (1 - |y|)^2 with y = sigma(z). sigma(+-inf) is +-1 and
/// sigma'(+-inf) is 0, where PyTorch has NaN. Largest error: 1.5 ULP; of the derivative, 1.2e-7 (float),
/// 2.1e-16 (double).
struct softsign {
    static constexpr const char* name = "softsign";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        constexpr auto largest = std::numeric_limits<real_of<typename V::value_type>>::max();
        const V finite =
            math::min(V(largest), math::max(V(-largest), z)); // infinity over infinity would be NaN
        return finite / (V(1) + abs(finite));
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        const V rest = V(1) - abs(y);
        return rest * rest;
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
