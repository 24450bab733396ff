/// Infinity and NaN.
#pragma once

#include <handgrad/simd/native.hpp>

#include <limits>

namespace handgrad::inline HANDGRAD_ISA::math {

/// By their bits: under -ffast-math a compiler warns of the ones in std::numeric_limits.
template <class T>
inline constexpr T infinity = simd::bit_cast<T>(static_cast<simd::uint_of<T>>(
    simd::uint_of<T>{2 * std::numeric_limits<T>::max_exponent - 1} << (std::numeric_limits<T>::digits - 1)));
template <class T>
inline constexpr T not_a_number = simd::bit_cast<T>(
    static_cast<simd::uint_of<T>>(simd::bit_cast<simd::uint_of<T>>(infinity<T>) |
                                  simd::uint_of<T>{1} << (std::numeric_limits<T>::digits - 2)));

/// Whether a lane is +infinity: by its bits, too, as a compiler may assume that no number equals infinity.
template <class V>
HANDGRAD_INLINE constexpr typename V::mask_type is_positive_infinity(V x) noexcept {
    return bits(x) == bits(V(infinity<typename V::value_type>));
}

} // namespace handgrad::inline HANDGRAD_ISA::math
