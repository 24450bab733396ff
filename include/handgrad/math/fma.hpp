/// A fused multiply-add of single numbers.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/dual.hpp>

namespace handgrad {

/// a b + c, rounded once, on every machine and in constant expressions: what a layer or a loss of your own
/// adds products with, be it given floats, doubles or duals.
template <class T>
requires simd::real<real_of<T>> HANDGRAD_INLINE constexpr T fma(T a, std::type_identity_t<T> b,
                                                                std::type_identity_t<T> c) noexcept {
    using one = simd::vector<T, 1>;
    return fma(one(a), one(b), one(c)).v;
}

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
