/// The rectified linear unit with a slope on its negative side.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>

#include <ratio>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// sigma(z) = z for z > 0, a z for z <= 0; sigma'(z) = 1 for z > 0, a for z <= 0 (so a at the kink, as in
/// PyTorch). The slope is a std::ratio: leaky_relu_with<std::ratio<1, 5>> has a = 0.2. It must not be
/// negative, so that the output shows on which side the input was. A NaN is passed through, with derivative
/// a. sigma(-inf) is -inf, but 0 if a is, where PyTorch has NaN.
template <class Slope>
struct leaky_relu_with {
    static_assert(Slope::num >= 0, "the slope of a leaky_relu must not be negative");
    static constexpr bool rectifies = true;
    static constexpr const char* name = "leaky_relu";

    template <class T>
    static constexpr T slope = static_cast<T>(Slope::num) / static_cast<T>(Slope::den);

    template <class V>
    HANDGRAD_INLINE static constexpr V value(V z) noexcept {
        const V negative = Slope::num == 0 ? math::max(V(-1), z) : z; // -inf times 0 would be NaN
        return math::select(z > V(0), z, negative * V(slope<typename V::value_type>));
    }
    template <class V>
    HANDGRAD_INLINE static constexpr V derivative_from_output(V y) noexcept {
        return select(y > V(0), V(1), V(slope<typename V::value_type>));
    }
};

/// The slope that PyTorch takes too: a = 0.01.
using leaky_relu = leaky_relu_with<std::ratio<1, 100>>;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
