/// A rate that falls as one over the number of steps.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/schedule/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// rate / (1 + decay k), for ever; decay is not negative. (The lr_decay of PyTorch's Adagrad.)
struct inverse_time_decay {
    setting<"inverse_time_decay: rate", range::finite> rate = by_default(1e-3);
    [[no_unique_address]] detail::by_name options = {};
    setting<"inverse_time_decay: decay", range::not_negative> decay = by_default(1e-3);

    constexpr double operator()(std::int64_t k) const noexcept {
        using V = detail::rate_number;
        return detail::ratio(rate, fma(V(decay), V(static_cast<double>(k)), V(1)).v);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
