/// How weights that keep the variance of their inputs begin.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/initializer/concept.hpp>
#include <handgrad/initializer/fill.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// Variance 1 / In: keeps the variance on the way forward where the activation does, as selu (Y. LeCun et
/// al., "Efficient backprop", 1998; G. Klambauer et al., "Self-normalizing neural networks", 2017). Keras
/// cuts its lecun_normal off at two deviations; this one is not cut off.
struct lecun_normal {
    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        detail::fill_normal(w, detail::square_root_of_ratio<T>(1, In), r);
    }
};
/// The same variance, uniform within +- sqrt(3 / In).
struct lecun_uniform {
    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        detail::fill_uniform(w, detail::square_root_of_ratio<T>(3, In), r);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
