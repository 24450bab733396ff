/// The softplus function as an activation.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/math/math.hpp>

#include <limits>
#include <ratio>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = log(1 + exp(beta z)) / beta; sigma' = 1 - exp(-beta y) with y = sigma(z). beta is a std::ratio
/// and positive: softplus_with<std::ratio<2>> has beta = 2. PyTorch returns z itself where beta z > 20; this
/// is the function at every z, and needs no threshold to be stable: they differ by less than 2.1e-9 / beta.
///
/// Largest error if beta = 1: 0.92 ULP of the value, 6.5e-8 (float), 1.2e-16 (double) of the derivative. Else
/// the rounding of beta z is enlarged by its size where z is negative.
template <class Beta>
struct softplus_with {
    static_assert(Beta::num > 0, "the beta of a softplus must be positive");
    static constexpr const char* name = "softplus";

    template <class T>
    static constexpr T beta = static_cast<T>(Beta::num) / static_cast<T>(Beta::den);
    template <class T>
    static constexpr T inverse = static_cast<T>(Beta::den) / static_cast<T>(Beta::num);

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        using T = typename V::value_type;
        if constexpr (std::ratio_equal_v<Beta, std::ratio<1>>)
            return math::softplus(z);
        else // beta z may overflow
            return fma(math::softplus(-abs(z * V(beta<T>))), V(inverse<T>), max(V(0), z));
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        using T = typename V::value_type;
        // Of a dual, infinity times a constant has the tangent infinity times 0.
        if constexpr (math::is_dual<T>) y = min(V(std::numeric_limits<real_of<T>>::max()), y);
        return -math::expm1(y * V(-beta<T>));
    }
};

/// The beta that PyTorch takes too: 1.
using softplus = softplus_with<std::ratio<1>>;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
