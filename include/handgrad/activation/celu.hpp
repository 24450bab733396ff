/// The continuously differentiable exponential linear unit.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/math/math.hpp>

#include <ratio>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = z for z > 0, alpha (exp(z / alpha) - 1) for z <= 0; sigma' = 1 for z > 0, (y + alpha) / alpha
/// for z <= 0, with y = sigma(z): 1 at z = 0, where there is no kink. alpha is a std::ratio and positive:
/// celu_with<std::ratio<3, 2>> has alpha = 1.5. (J. Barron, "Continuously differentiable exponential linear
/// units", 2017.)
///
/// Largest error where z / alpha is a normal number, if alpha is a power of two: 1 ULP, else 2.3; of the
/// derivative, 1.2e-7 (float), 2.1e-16 (double).
template <class Alpha>
struct celu_with {
    static_assert(Alpha::num > 0, "the alpha of a celu must be positive");
    static constexpr const char* name = "celu";

    template <class T>
    static constexpr T alpha = static_cast<T>(Alpha::num) / static_cast<T>(Alpha::den);
    template <class T>
    static constexpr T inverse = static_cast<T>(Alpha::den) / static_cast<T>(Alpha::num);

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        using T = typename V::value_type;
        return math::select(z > V(0), z, math::expm1(z * V(inverse<T>)) * V(alpha<T>));
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        using T = typename V::value_type;
        return select(y > V(0), V(1), (y + V(alpha<T>)) * V(inverse<T>));
    }
};

/// The alpha that PyTorch takes too: 1.
using celu = celu_with<std::ratio<1>>;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
