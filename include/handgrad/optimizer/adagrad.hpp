/// Adagrad.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/optimizer/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// g' = g + weight_decay p,   s <- s + g'^2,   p <- p - rate g' / (sqrt(s) + epsilon)
/// epsilon is not negative.
///
/// (J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods for online learning and stochastic
/// optimization", 2011; PyTorch's definition. Keras puts epsilon under the root.) PyTorch's
/// initial_accumulator_value is a state filled with that number before the first step; its lr_decay is the
/// schedule inverse_time_decay.
struct adagrad {
    setting<"adagrad: rate", range::finite> rate = by_default(1e-2);
    [[no_unique_address]] detail::by_name options = {};
    setting<"adagrad: epsilon", range::not_negative> epsilon = by_default(1e-10);
    setting<"adagrad: weight_decay", range::finite> weight_decay = by_default(0);

    using elementwise = adagrad;
    static constexpr const char* name = "adagrad";
    static constexpr int states = 1;

    template <class V>
    HANDGRAD_INLINE constexpr void update(V& p, V g, V& s) const noexcept {
        using T = typename V::value_type;
        const V decayed = fma(V(static_cast<T>(weight_decay)), p, g);
        s = fma(decayed, decayed, s);
        p = math::fnma(V(static_cast<T>(rate)), decayed / (sqrt(s) + V(static_cast<T>(epsilon))), p);
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
