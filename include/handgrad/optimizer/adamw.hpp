/// Adam with weights that decay by themselves.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/optimizer/adam_moments.hpp>
#include <handgrad/optimizer/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// p' = (1 - rate weight_decay) p,   m <- beta1 m + (1 - beta1) g,   v <- beta2 v + (1 - beta2) g^2,
/// p <- p' - rate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)     at step t = 1, 2, ..
/// beta1 and beta2 are 0 to less than 1, epsilon is not negative.
///
/// (I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", 2019.) As in PyTorch the decay is
/// multiplied by the rate; the paper multiplies it by the schedule alone, so that its weight decay is rate
/// weight_decay of this one.
struct adamw {
    setting<"adamw: rate", range::finite> rate = by_default(1e-3);
    [[no_unique_address]] detail::by_name options = {};
    setting<"adamw: beta1", range::from_0_to_less_than_1> beta1 = by_default(0.9);
    setting<"adamw: beta2", range::from_0_to_less_than_1> beta2 = by_default(0.999);
    setting<"adamw: epsilon", range::not_negative> epsilon = by_default(1e-8);
    setting<"adamw: weight_decay", range::finite> weight_decay = by_default(1e-2);

    using elementwise = adamw;
    static constexpr const char* name = "adamw";
    static constexpr int states = 2;

    struct step {
        detail::adam_moments moments;
        double kept; // 1 - rate weight_decay

        template <class V>
        HANDGRAD_INLINE constexpr void update(V& p, V g, V& m, V& v) const noexcept {
            moments.add(g, m, v);
            p = moments.moved(V(static_cast<typename V::value_type>(kept)) * p, m, v);
        }
    };
    constexpr step at_step(std::int64_t t) const noexcept {
        using number = simd::scalar_vector<double>;
        return {detail::adam_moments(*this, t), math::fnma(number(rate), number(weight_decay), number(1)).v};
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
