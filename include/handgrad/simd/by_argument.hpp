/// Functions on vectors are friends of theirs, found by their arguments.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

/// Their names, so that a template's call of one is a call, whatever a user has in the global namespace
/// before the library's headers: a variable or a class `bits` or `max` would be taken for what is called.
namespace by_argument {

template <class...>
void add_products_of_bytes() = delete;
template <class...>
void all() = delete;
template <class...>
void any() = delete;
template <class...>
void as_bytes() = delete;
template <class...>
void bits() = delete;
template <class...>
void copysign() = delete;
template <class...>
void fnma() = delete;
template <class...>
void in_register() = delete;
template <class...>
void in_register_here() = delete;
template <class...>
void is_finite() = delete;
template <class...>
void is_nan() = delete;
template <class...>
void is_negative() = delete;
template <class...>
void lower_halves() = delete;
template <class...>
void max() = delete;
template <class...>
void max_signed() = delete;
template <class...>
void max_unsigned() = delete;
template <class...>
void min() = delete;
template <class...>
void nearest_integers() = delete;
template <class...>
void pairs() = delete;
template <class...>
void product() = delete;
template <class...>
void select() = delete;
template <int>
void shift_left() = delete;
template <int>
void shift_right() = delete;
template <class...>
void sum_of_halves() = delete;
template <class...>
void sums_of_halves() = delete;
template <class...>
void to_integers() = delete;
template <class...>
void transpose() = delete;
template <class...>
void upper_halves() = delete;

} // namespace by_argument

using namespace by_argument;

} // namespace simd

namespace detail {
using namespace simd::by_argument;
}
namespace kernel {
using namespace simd::by_argument;
}
namespace math {

using namespace simd::by_argument;

// For templates in `handgrad` itself, which is to give no names to who says `using namespace handgrad`.

template <class V>
HANDGRAD_INLINE constexpr V max(V a, V b) noexcept {
    return max(a, b);
}
template <class V>
HANDGRAD_INLINE constexpr V min(V a, V b) noexcept {
    return min(a, b);
}
template <class V>
HANDGRAD_INLINE constexpr V fnma(V a, V b, V c) noexcept {
    return fnma(a, b, c);
}
template <class V>
HANDGRAD_INLINE constexpr V copysign(V a, V b) noexcept {
    return copysign(a, b);
}
template <class V>
HANDGRAD_INLINE constexpr V select(typename V::mask_type m, V a, V b) noexcept {
    return select(m, a, b);
}
template <class V>
HANDGRAD_INLINE constexpr auto is_finite(V a) noexcept {
    return is_finite(a);
}

} // namespace math

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
