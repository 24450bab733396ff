/// The value of an activation.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/dual.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// F::value(z). Of a dual number, the tangent is by the derivative that F offers for the way back: so both
/// ways have the same derivative, at a kink too, and to the bit where no sum is in between.
template <class F, class V>
HANDGRAD_INLINE constexpr V activated(V z) noexcept {
    if constexpr (!math::is_dual<typename V::value_type>) {
        return F::value(z);
    } else {
        const auto x = z.value(), y = F::value(x);
        if constexpr (requires { F::derivative_from_input(x); })
            return {y, F::derivative_from_input(x) * z.tangent()};
        else
            return {y, F::derivative_from_output(y) * z.tangent()};
    }
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
