/// The logistic function as an activation.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/core/outputs_are.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = 1 / (1 + exp(-z)); sigma' = y (1 - y) with y = sigma(z).
struct sigmoid {
    static constexpr const char* name = "sigmoid";
    static constexpr auto results = detail::outputs_are::sigmoids;

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        return math::sigmoid(z);
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        return math::fnma(y, y, y);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
