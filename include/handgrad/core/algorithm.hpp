/// The few algorithms that the library uses, without the rest of <algorithm>, which is slow to compile.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

template <class T>
HANDGRAD_INLINE constexpr T smaller(T a, T b) noexcept {
    return b < a ? b : a;
}
template <class T>
HANDGRAD_INLINE constexpr T larger(T a, T b) noexcept {
    return a < b ? b : a;
}
template <class T, class... More>
HANDGRAD_INLINE constexpr T largest(T first, More... more) noexcept {
    ((first = larger(first, T{more})), ...);
    return first;
}

/// x, but no less than `low` and no more than `high`.
template <class T>
HANDGRAD_INLINE constexpr T limited(T x, T low, T high) noexcept {
    return smaller(larger(x, low), high);
}

/// Copies n numbers, in order. Returns the place after the last one written.
template <class From, class To>
HANDGRAD_INLINE constexpr To copy_n(From from, std::ptrdiff_t n, To to) noexcept {
    for (; n > 0; --n) *to++ = *from++;
    return to;
}
/// Copies all numbers of x to y, which has room for them.
template <class X, class Y>
HANDGRAD_INLINE constexpr void copy(const X& x, Y&& y) noexcept {
    copy_n(x.begin(), x.end() - x.begin(), y.begin());
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
