/// A rate that falls along a cosine.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/schedule/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// minimum + (rate - minimum) (1 + cos(pi k / steps)) / 2: exactly `rate` at step 0, exactly `minimum` at
/// step `steps` >= 1 and from there on, where PyTorch's CosineAnnealingLR rises again.
///
/// (I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017. A restart after
/// every n steps is cosine_annealing{.steps = n}(k % n).)
struct cosine_annealing {
    setting<"cosine_annealing: rate", range::finite> rate = by_default(1e-3);
    [[no_unique_address]] detail::by_name options = {};
    setting<"cosine_annealing: minimum", range::finite> minimum = by_default(0);
    setting<"cosine_annealing: steps", range::from_1_on, std::int64_t> steps = by_default(1000);

    constexpr double operator()(std::int64_t k) const noexcept {
        if (k >= steps) return minimum;
        return detail::half_wave(rate, minimum,
                                 detail::ratio(static_cast<double>(k), static_cast<double>(steps)));
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
