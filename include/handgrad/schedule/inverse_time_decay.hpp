/// A rate that falls as one over the number of steps.
#pragma once

#include <handgrad/schedule/concept.hpp>

namespace handgrad::inline HANDGRAD_ISA {

/// rate / (1 + decay k), for ever. (The lr_decay of PyTorch's Adagrad.)
struct inverse_time_decay {
    double rate = 1e-3;
    double decay = 1e-3;

    constexpr double operator()(std::int64_t k) const noexcept {
        using V = detail::rate_number;
        return detail::ratio(rate, fma(V(decay), V(static_cast<double>(k)), V(1)).v);
    }
};

} // namespace handgrad::inline HANDGRAD_ISA
