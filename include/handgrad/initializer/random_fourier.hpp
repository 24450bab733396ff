/// The random layer whose cosines stand for a Gaussian kernel.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/initializer/concept.hpp>
#include <handgrad/initializer/fill.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// W normal with variance 2 gamma >= 0, b uniform in [0, 2 pi): with D columns and phi(x) = sqrt(2 / D) cos(x
/// W + b),
///     E[phi(x) . phi(y)] = exp(-gamma |x - y|^2)
/// so that a linear classifier of phi(x) approaches that of the Gaussian kernel as D grows (A. Rahimi and
/// B. Recht, "Random features for large-scale kernel machines", 2007). For a layer that is not trained:
///
///     fixed<dense<In, D, cos>>::initialize(p.layer<1>(), rng, random_fourier{.gamma = 0.5});
struct random_fourier {
    setting<"random_fourier: gamma", range::not_negative> gamma = by_default(1);

    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        detail::fill_normal(w, detail::square_root_of_ratio(static_cast<T>(2 * gamma), T(1)), r);
    }
    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, view<T, 1, Out> b, rng& r) const {
        (*this)(w, r);
        for (T& phase : b) phase = r.uniform<T>(T(0), static_cast<T>(6.283185307179586));
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
