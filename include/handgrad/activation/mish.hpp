/// The Mish activation.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = z tanh(log(1 + exp(z))) = z n / d and sigma'(z) = n / d + 4 z e (e + 1) / d^2, with e = exp(z),
/// n = e (e + 2), d = n + 2. sigma(-inf) and sigma'(-inf) are 0, sigma'(inf) is 1, where PyTorch has NaN.
/// (D. Misra, "Mish: a self regularized non-monotonic activation function", 2019.)
///
/// Largest error of the value where e is normal: 2.5 ULP (float and double); of the derivative: 1.8e-7,
/// 3.2e-16.
struct mish {
    static constexpr const char* name = "mish";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        using T = typename V::value_type;
        const V c = capped(z);
        const V e = math::exp(c);
        const V n = fma(e, e, e + e), d = n + V(2), q = n / d;
        const V lost = n - (d - V(2)), remainder = math::fnma(q, lost, math::fnma(q, d, n));
        const V inverse = math::fnma(q, V(T(0.5)), V(T(0.5))); // 1 / d = (1 - q) / 2
        return fma(math::max(lowest<V>(), z), q, c * (remainder * inverse));
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_input(V z) noexcept {
        const V c = capped(z);
        const V e = math::exp(c);
        const V n = fma(e, e, e + e);
        const V r = V(1) / (n + V(2));
        const V slope = (V(4) * c * r) * (fma(e, e, e) * r);
        return fma(n, r, slope);
    }

private:
    /// From there on e is 0, and finite times 0 is no NaN.
    template <class V>
    HANDGRAD_INLINE static constexpr V lowest() noexcept {
        return V(-1000);
    }
    /// From there on n / (n + 2) is 1 and the rest of the derivative is nothing, while e^2 does not overflow.
    template <class V>
    HANDGRAD_INLINE static constexpr V capped(V z) noexcept {
        const V limit(sizeof(real_of<typename V::value_type>) == 4 ? 20 : 40);
        return math::min(limit, math::max(lowest<V>(), z));
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
