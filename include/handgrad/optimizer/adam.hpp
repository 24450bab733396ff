/// Adam.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/optimizer/adam_moments.hpp>
#include <handgrad/optimizer/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// g' = g + weight_decay p,   m <- beta1 m + (1 - beta1) g',   v <- beta2 v + (1 - beta2) g'^2,
/// p <- p - rate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)     at step t = 1, 2, ..
/// beta1 and beta2 are 0 to less than 1, epsilon is not negative.
///
/// (D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2015; PyTorch's definition, its
/// weight_decay being that of the loss rate |p|^2 / 2, which the division scales, too: adamw decays weights
/// by themselves.) TensorFlow adds epsilon to sqrt(v) before it is corrected, the "epsilon hat" of the paper.
///
///     hg::adam step{.rate = 1e-3};
///     hg::optimizer_state<hg::adam, net::parameter_count> state;     // m, v and t
///     step(p, gradient, state);
struct adam {
    setting<"adam: rate", range::finite> rate = by_default(1e-3);
    [[no_unique_address]] detail::by_name options = {};
    setting<"adam: beta1", range::from_0_to_less_than_1> beta1 = by_default(0.9);
    setting<"adam: beta2", range::from_0_to_less_than_1> beta2 = by_default(0.999);
    setting<"adam: epsilon", range::not_negative> epsilon = by_default(1e-8);
    setting<"adam: weight_decay", range::finite> weight_decay = by_default(0);

    using elementwise = adam;
    static constexpr const char* name = "adam";
    static constexpr int states = 2;

    struct step {
        detail::adam_moments moments;
        double weight_decay;

        template <class V>
        HANDGRAD_INLINE constexpr void update(V& p, V g, V& m, V& v) const noexcept {
            using T = typename V::value_type;
            moments.add(fma(V(static_cast<T>(weight_decay)), p, g), m, v);
            p = moments.moved(p, m, v);
        }
    };
    constexpr step at_step(std::int64_t t) const noexcept {
        return {detail::adam_moments(*this, t), weight_decay};
    }

    /// One step on every parameter; the state, which counts the steps, is the last argument.
    template <class P, class Gradient, class... State>
    constexpr void operator()(P&& p, const Gradient& gradient, State&&... state) const noexcept {
        apply(*this, static_cast<P&&>(p), gradient, static_cast<State&&>(state)...);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
