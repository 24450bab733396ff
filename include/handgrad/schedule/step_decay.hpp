/// A rate that falls by steps.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/math/power.hpp>
#include <handgrad/schedule/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// rate gamma^floor(k / every), for ever. every >= 1, gamma is not negative. (PyTorch's StepLR; with every =
/// 1, ExponentialLR.)
struct step_decay {
    setting<"step_decay: rate", range::finite> rate = by_default(1e-3);
    [[no_unique_address]] detail::by_name options = {};
    setting<"step_decay: gamma", range::not_negative> gamma = by_default(0.1);
    setting<"step_decay: every", range::from_1_on, std::int64_t> every = by_default(1000);

    constexpr double operator()(std::int64_t k) const noexcept {
        using V = detail::rate_number;
        return (V(rate) * math::power(V(gamma), k / every)).v;
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
