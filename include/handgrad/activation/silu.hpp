/// The sigmoid linear unit, also called swish.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = z s, sigma'(z) = s + z s (1 - s), with s = 1 / (1 + exp(-z)). sigma(-inf) and sigma'(-inf) are
/// 0, sigma'(inf) is 1, where PyTorch has NaN. The derivative is found on the negative side, where nothing
/// cancels: sigma'(z) = 1 - sigma'(-z).
struct silu {
    static constexpr const char* name = "silu";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        const V bounded = math::max(lowest<V>(), z);
        return bounded * math::sigmoid_from_lowest(bounded);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_input(V z) noexcept {
        const V a = math::max(lowest<V>(), -abs(z)), s = math::sigmoid_from_lowest(a);
        const V negative = fma(a * s, V(1) - s, s);
        return math::select(z < V(0), negative, V(1) - negative);
    }

private:
    /// From there down s is 0, and finite times 0 is no NaN.
    template <class V>
    HANDGRAD_INLINE static constexpr V lowest() noexcept {
        return V(math::sigmoid_lowest<real_of<typename V::value_type>>);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
