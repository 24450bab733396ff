/// The scaled exponential linear unit.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = scale z for z > 0, scale alpha (exp(z) - 1) for z <= 0; sigma' = scale for z > 0, y + scale
/// alpha for z <= 0, with y = sigma(z): so scale alpha at the kink, as in PyTorch. scale = 1.0507... and
/// alpha = 1.6732... keep zero mean and unit variance if the weights begin with variance 1 / In. (G.
/// Klambauer et al., "Self-normalizing neural networks", 2017.)
///
/// Largest error: 1.9 ULP; of the derivative, 1.3e-7 (float), 2.3e-16 (double).
struct selu {
    static constexpr const char* name = "selu";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        using T = typename V::value_type;
        return math::select(z > V(0), z * V(scale<T>), math::expm1(z) * V(scale_alpha<T>));
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        using T = typename V::value_type;
        return select(y > V(0), V(scale<T>), y + V(scale_alpha<T>));
    }

private:
    template <class T>
    static constexpr T scale = T(1.05070098735548049342);
    template <class T>
    static constexpr T scale_alpha = T(1.75809934084737685994);
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
