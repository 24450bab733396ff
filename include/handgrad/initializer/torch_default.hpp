/// How a layer begins in PyTorch.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/initializer/concept.hpp>
#include <handgrad/initializer/fill.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// Weights, row by row, then biases, all uniform within +- 1 / sqrt(In): what PyTorch's Linear begins with
/// (kaiming_uniform_ with a = sqrt(5)). The distribution is PyTorch's; the numbers that follow a seed are
/// not.
struct torch_default {
    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        detail::fill_uniform(w, detail::square_root_of_ratio<T>(1, In), r);
    }
    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, view<T, 1, Out> b, rng& r) const {
        (*this)(w, r);
        detail::fill_uniform(b, detail::square_root_of_ratio<T>(1, In), r);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
