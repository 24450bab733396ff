/// Powers of two that bring numbers to a size at which nothing overflows and nothing is lost.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/dual.hpp>
#include <handgrad/simd/select.hpp>

#include <limits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// The s = 2^k with 2 <= |x| s < 4, lane by lane, or the largest power of two if that is smaller; both s and
/// 1 / s are then normal numbers, but for an x below the smallest normal number. Of infinity: 0. Of a dual
/// number: of its value, with the tangent 0.
template <class V>
HANDGRAD_INLINE constexpr V power_of_two_over(V x) noexcept {
    using T = typename V::value_type;
    if constexpr (math::is_dual<T>) {
        using real = typename V::real;
        return {power_of_two_over(x.value()), real(real_of<T>(0))};
    } else {
        using integers = typename V::integers_type;
        constexpr T least = std::numeric_limits<T>::min();
        const V normal = max(abs(x), V(least));
        constexpr auto exponent = simd::bit_cast<simd::int_of<T>>(math::infinity<T>);
        return V::from_bits(integers(exponent) - (bits(normal) & integers(exponent)));
    }
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
