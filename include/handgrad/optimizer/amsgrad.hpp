/// Adam with steps that never grow because the gradient is small for a while.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/optimizer/adam_moments.hpp>
#include <handgrad/optimizer/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// g' = g + weight_decay p,   m <- beta1 m + (1 - beta1) g',   v <- beta2 v + (1 - beta2) g'^2,
/// w <- max(w, v),   p <- p - rate / (1 - beta1^t) m / (sqrt(w) / sqrt(1 - beta2^t) + epsilon)   at step t
/// beta1 and beta2 are 0 to less than 1, epsilon is not negative. A v that is NaN makes w NaN.
///
/// (S. J. Reddi, S. Kale, S. Kumar, "On the convergence of Adam and beyond", 2018, with Adam's corrections,
/// as in PyTorch's Adam(amsgrad=True).) Three numbers of state per parameter.
struct amsgrad {
    setting<"amsgrad: rate", range::finite> rate = by_default(1e-3);
    [[no_unique_address]] detail::by_name options = {};
    setting<"amsgrad: beta1", range::from_0_to_less_than_1> beta1 = by_default(0.9);
    setting<"amsgrad: beta2", range::from_0_to_less_than_1> beta2 = by_default(0.999);
    setting<"amsgrad: epsilon", range::not_negative> epsilon = by_default(1e-8);
    setting<"amsgrad: weight_decay", range::finite> weight_decay = by_default(0);

    using elementwise = amsgrad;
    static constexpr const char* name = "amsgrad";
    static constexpr int states = 3;

    struct step {
        detail::adam_moments moments;
        double weight_decay;

        template <class V>
        HANDGRAD_INLINE constexpr void update(V& p, V g, V& m, V& v, V& w) const noexcept {
            using T = typename V::value_type;
            moments.add(fma(V(static_cast<T>(weight_decay)), p, g), m, v);
            w = math::max(w, v); // v if that is NaN
            p = moments.moved(p, m, w);
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
