/// Polynomials on vectors.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/select.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math {

namespace detail {

/// Horner's scheme in x2 = x^2 over the pairs c_0 + c_1 x, c_2 + c_3 x, ...
template <class V>
HANDGRAD_INLINE constexpr V pairs(V, V, typename V::value_type c) noexcept {
    return V(c);
}
template <class V, class... C>
HANDGRAD_INLINE constexpr V pairs(V x, V x2, typename V::value_type even, typename V::value_type odd,
                                  C... rest) noexcept {
    const V pair = fma(x, V(odd), V(even));
    if constexpr (sizeof...(C) == 0)
        return pair;
    else
        return fma(x2, pairs(x, x2, rest...), pair);
}

} // namespace detail

/// c_0 + c_1 x + c_2 x^2 + ... = c_0 + x (pairs): the last step is the one whose rounding counts, and the
/// pairs halve the number of fma steps that wait for each other.
template <class V, class... C>
HANDGRAD_INLINE constexpr V polynomial(V x, typename V::value_type c, C... rest) noexcept {
    return fma(x, detail::pairs(x, x * x, rest...), V(c));
}

} // namespace math
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
