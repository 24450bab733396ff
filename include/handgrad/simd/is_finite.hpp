/// Telling finite numbers from the others by their bits: under -ffast-math a comparison may say that all are.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/scalar/vector.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

/// Whether a lane is neither infinite nor a NaN.
template <class T, int W>
requires real<T> HANDGRAD_INLINE constexpr mask<T, W> is_finite(vector<T, W> a) noexcept {
    return integers<T, W>(bit_cast<int_of<T>>(math::infinity<T>)) > bits(abs(a));
}

/// Whether all lanes are such.
template <class V>
HANDGRAD_INLINE constexpr bool all_finite(V a) noexcept {
    return all(is_finite(a));
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
