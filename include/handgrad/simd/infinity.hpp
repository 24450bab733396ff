/// Infinity and NaN, by their bits: under -ffast-math a compiler warns of the ones in std::numeric_limits.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/bits.hpp>

#include <limits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math {

template <class T>
inline constexpr T infinity = simd::bit_cast<T>(static_cast<simd::uint_of<T>>(
    simd::uint_of<T>{2 * std::numeric_limits<T>::max_exponent - 1} << (std::numeric_limits<T>::digits - 1)));
template <class T>
inline constexpr T not_a_number = simd::bit_cast<T>(
    static_cast<simd::uint_of<T>>(simd::bit_cast<simd::uint_of<T>>(infinity<T>) |
                                  simd::uint_of<T>{1} << (std::numeric_limits<T>::digits - 2)));

} // namespace math
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
