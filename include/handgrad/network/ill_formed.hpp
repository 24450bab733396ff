/// What a list of types that is no network becomes.
#pragma once

#include <handgrad/network/anything.hpp>
#include <handgrad/network/verdict.hpp>

namespace handgrad::inline HANDGRAD_ISA {

namespace detail {

/// The one error of a mistake, and members that accept anything, so that there is no second.
template <class Mistake, class... Layers>
struct network_of : Mistake {
    static constexpr int inputs = 1, outputs = 1, depth = 0, parameter_count = 1;
    template <int B, class T = float>
    using workspace = anything;
    template <int B>
    static constexpr long flops = 0;

    static constexpr anything initialise(const auto&...) { return {}; }
    static constexpr anything forward(const auto&...) { return {}; }
    static constexpr anything predict(const auto&...) { return {}; }
    static constexpr anything value_and_gradient(const auto&...) { return {}; }
    static constexpr anything train_step(const auto&...) { return {}; }
};

} // namespace detail

} // namespace handgrad::inline HANDGRAD_ISA
