/// Stochastic gradient descent along a running mean of the gradient.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/math/one_minus.hpp>
#include <handgrad/optimizer/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// h = (1 - momentum) (g + weight_decay p),   u <- momentum u + h,   p <- p - rate u,   u = 0 at first;
/// with `nesterov`, p <- p - rate (h + momentum u), u being the new one. momentum is 0 to less than 1.
///
/// u is a mean of past gradients, as large as one of them, so that the rate can stay when the momentum
/// changes. Up to rounding these are the steps of hg::momentum with rate (1 - momentum) for its rate. PyTorch
/// calls it dampening = momentum, but begins with u = g, which makes the first steps larger.
struct averaged_momentum {
    setting<"averaged_momentum: rate", range::finite> rate = by_default(1e-2);
    [[no_unique_address]] detail::by_name options = {};
    setting<"averaged_momentum: momentum", range::from_0_to_less_than_1> momentum = by_default(0.9);
    setting<"averaged_momentum: weight_decay", range::finite> weight_decay = by_default(0);
    bool nesterov = false;

    using elementwise = averaged_momentum;
    static constexpr const char* name = "averaged_momentum";
    static constexpr int states = 1;

    template <class V>
    HANDGRAD_INLINE constexpr void update(V& p, V g, V& u) const noexcept {
        using T = typename V::value_type;
        const V mu(static_cast<T>(momentum));
        const V part =
            V(static_cast<T>(math::one_minus(momentum))) * fma(V(static_cast<T>(weight_decay)), p, g);
        u = fma(mu, u, part);
        p = math::fnma(V(static_cast<T>(rate)), nesterov ? fma(mu, u, part) : u, p);
    }

    /// One step on every parameter; the state block is the last argument.
    template <class P, class Gradient, class... State>
    constexpr void operator()(P&& p, const Gradient& gradient, State&&... state) const noexcept {
        apply(*this, static_cast<P&&>(p), gradient, static_cast<State&&>(state)...);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
