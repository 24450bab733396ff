/// A rate that falls by steps.
#pragma once

#include <handgrad/schedule/concept.hpp>
#include <handgrad/simd/power.hpp>

namespace handgrad::inline HANDGRAD_ISA {

/// rate gamma^floor(k / every), for ever. every >= 1. (PyTorch's StepLR; with every = 1, ExponentialLR.)
struct step_decay {
    double rate = 1e-3;
    double gamma = 0.1;
    std::int64_t every = 1000;

    constexpr double operator()(std::int64_t k) const noexcept {
        using V = detail::rate_number;
        return (V(rate) * math::power(V(gamma), k / every)).v;
    }
};

} // namespace handgrad::inline HANDGRAD_ISA
