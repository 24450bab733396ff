/// One rate for all steps.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/schedule/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// rate. What follows a warm-up, for one.
struct constant_rate {
    setting<"constant_rate: rate", range::finite> rate = by_default(1e-3);

    constexpr double operator()(std::int64_t) const noexcept { return rate; }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
