/// Plain stochastic gradient descent.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/optimizer/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// p <- p - rate (g + weight_decay p). Keeps no state. A negative rate climbs.
///
///     hg::sgd step{.rate = 0.1};
///     step(p, gradient);
struct sgd {
    setting<"sgd: rate", range::finite> rate = by_default(1e-3);
    [[no_unique_address]] detail::by_name options = {};
    setting<"sgd: weight_decay", range::finite> weight_decay = by_default(0);

    using elementwise = sgd;
    static constexpr const char* name = "sgd";
    static constexpr int states = 0;

    template <class V>
    HANDGRAD_INLINE constexpr void update(V& p, V g) const noexcept {
        using T = typename V::value_type;
        const V decayed = fma(V(static_cast<T>(weight_decay)), p, g);
        p = math::fnma(V(static_cast<T>(rate)), decayed, p);
    }

    /// One step on every parameter; a state block, which is empty, may follow.
    template <class P, class Gradient, class... State>
    constexpr void operator()(P&& p, const Gradient& gradient, State&&... state) const noexcept {
        apply(*this, static_cast<P&&>(p), gradient, static_cast<State&&>(state)...);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
