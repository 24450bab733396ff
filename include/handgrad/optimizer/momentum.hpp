/// Stochastic gradient descent with momentum.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/optimizer/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// u <- momentum u + (g + weight_decay p),   p <- p - rate u,   u = 0 at first;
/// with `nesterov`, p <- p - rate ((g + weight_decay p) + momentum u), u being the new one. momentum is 0 to
/// less than 1.
///
/// This is PyTorch's definition (B. T. Polyak's heavy ball; Y. Nesterov's way as of I. Sutskever et al., "On
/// the importance of initialization and momentum in deep learning", 2013). Where a text writes
/// u <- momentum u + (1 - momentum) g, see averaged_momentum. Where the rate is within, as in Keras
/// (u <- momentum u + rate g, p <- p - u), the steps are the same as long as the rate is.
///
///     hg::momentum step{.rate = 0.01, .momentum = 0.9};
///     hg::optimizer_state<hg::momentum, net::parameter_count> state;
///     step(p, gradient, state);
struct momentum {
    setting<"momentum: rate", range::finite> rate = by_default(1e-3);
    [[no_unique_address]] detail::by_name options = {};
    setting<"momentum: momentum", range::from_0_to_less_than_1> momentum = by_default(0.9);
    setting<"momentum: weight_decay", range::finite> weight_decay = by_default(0);
    bool nesterov = false;

    using elementwise = handgrad::momentum;
    static constexpr const char* name = "momentum";
    static constexpr int states = 1;

    template <class V>
    HANDGRAD_INLINE constexpr void update(V& p, V g, V& u) const noexcept {
        using T = typename V::value_type;
        const V mu(static_cast<T>(momentum));
        const V decayed = fma(V(static_cast<T>(weight_decay)), p, g);
        u = fma(mu, u, decayed);
        p = math::fnma(V(static_cast<T>(rate)), nesterov ? fma(mu, u, decayed) : u, p);
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
