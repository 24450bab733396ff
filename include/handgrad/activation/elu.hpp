/// The exponential linear unit.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/math/math.hpp>

#include <ratio>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = z for z > 0, alpha (exp(z) - 1) for z <= 0; sigma' = 1 for z > 0, y + alpha for z <= 0, with
/// y = sigma(z): so alpha at the kink, as in PyTorch. alpha is a std::ratio: elu_with<std::ratio<1, 2>> has
/// alpha = 0.5. It must not be negative, so that the output shows on which side the input was. (D.-A. Clevert
/// et al., "Fast and accurate deep network learning by exponential linear units", 2015.)
///
/// Largest error if alpha = 1: 1 ULP, else 1.4; of the derivative, 6e-8 (float), 1e-16 (double).
template <class Alpha>
struct elu_with {
    static_assert(Alpha::num >= 0, "the alpha of an elu must not be negative");
    static constexpr const char* name = "elu";

    template <class T>
    static constexpr T alpha = static_cast<T>(Alpha::num) / static_cast<T>(Alpha::den);

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return math::select(z > V(0), z, math::expm1(z) * V(alpha<typename V::value_type>));
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        return select(y > V(0), V(1), y + V(alpha<typename V::value_type>));
    }
};

/// The alpha that PyTorch takes too: 1.
using elu = elu_with<std::ratio<1>>;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
