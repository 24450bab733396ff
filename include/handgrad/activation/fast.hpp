/// Activations at up to four units of the last place, in two thirds of the time: tanh, sigmoid and silu.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/core/outputs_are.hpp>
#include <handgrad/math/fast.hpp>

/// `dense<64, 32, fast::tanh>` in place of `dense<64, 32, tanh>`. They give the same bits everywhere, too.
namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace fast {

/// sigma(z) = tanh(z); sigma' = 1 - y^2 with y = sigma(z).
struct tanh {
    static constexpr const char* name = "fast::tanh";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return math::fast::tanh(z);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        return math::fnma(y, y, V(1));
    }
};

/// sigma(z) = 1 / (1 + exp(-z)); sigma' = y (1 - y) with y = sigma(z).
struct sigmoid {
    static constexpr const char* name = "fast::sigmoid";
    static constexpr auto results = handgrad::detail::outputs_are::sigmoids;

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return math::fast::sigmoid(z);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        return math::fnma(y, y, y);
    }
};

/// sigma(z) = z s, sigma'(z) = s + z s (1 - s), with s = 1 / (1 + exp(-z)). sigma(-inf) and sigma'(-inf) are
/// 0, sigma'(inf) is 1, where PyTorch has NaN.
struct silu {
    static constexpr const char* name = "fast::silu";

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return math::fast::silu(z);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_input(V z) noexcept {
        return math::fast::silu_slope(z);
    }
};

} // namespace fast
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
