/// A rate that begins small.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/schedule/constant_rate.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// after(0) (start + (1 - start) k / steps) for k < steps, a line that would reach the first rate of `after`
/// at step `steps` >= 0; after(k - steps) from there on. start is 0 to 1. (PyTorch's LinearLR with
/// start_factor = start and total_iters = steps, then `after` by SequentialLR.)
///
///     hg::linear_warm_up<hg::cosine_annealing> schedule{
///         .steps = 100, .after = {.rate = 1e-3, .minimum = 1e-5, .steps = 900}};
template <class After = constant_rate>
struct linear_warm_up {
    static constexpr bool precedes_a_schedule = schedule<After>; // by a name, for GCC not to go into it
    static_assert(precedes_a_schedule, "what follows a warm-up must be a schedule: double "
                                       "operator()(int64_t k) const, in a trivially copyable type");

    setting<"linear_warm_up: start", range::from_0_to_1> start = by_default(1.0 / 3);
    setting<"linear_warm_up: steps", range::from_0_on, std::int64_t> steps = by_default(100);
    After after = {};

    constexpr double operator()(std::int64_t k) const {
        if (k >= steps) return after(k - steps);
        using V = detail::rate_number;
        const double part = detail::ratio(static_cast<double>(k), static_cast<double>(steps));
        return (V(after(0)) * V(detail::line(start, 1, part))).v;
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
