/// Sums of so many terms that one chain of additions in their own type would lose the last ones.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/dual.hpp>
#include <handgrad/simd/select.hpp>

#include <concepts>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// What running_sum adds up.
template <class T>
struct widened {
    using type = double;
};
template <class T>
struct widened<dual<T>> {
    using type = dual<double>;
};

template <std::floating_point T>
HANDGRAD_INLINE constexpr double wide(T x) noexcept {
    return static_cast<double>(x);
}
template <class T>
HANDGRAD_INLINE constexpr dual<double> wide(dual<T> x) noexcept {
    return {static_cast<double>(x.value), static_cast<double>(x.tangent)};
}

template <class T>
HANDGRAD_INLINE constexpr T narrow(double x) noexcept {
    return static_cast<T>(x);
}
template <class T>
HANDGRAD_INLINE constexpr T narrow(dual<double> x) noexcept {
    return {static_cast<real_of<T>>(x.value), static_cast<real_of<T>>(x.tangent)};
}

} // namespace detail

/// s = x_1 + x_2 + .. + x_n for numbers of T that come one after the other, such as the losses of the rows of
/// a batch. It may be handed on from one part of the terms to the next: the bits depend on the order of the
/// terms alone. They are added in double, whatever T is, so that what is kept of s is off by at most
///     n 2^-53 sum_i |x_i|          1e-9 of a mean over 10^7 rows
/// (of dual numbers, values and tangents alike), and s is rounded to T once, where it is asked for.
/// Infinities and NaNs go through as in any sum. It is made of a number, and is a number where one is asked
/// for:
///     hg::running_sum<float> s = 0.5f;
///     s += 0.25f;
///     float sum = s, mean = s.over(2);
template <class T>
class running_sum {
    using number = simd::scalar_vector<typename detail::widened<T>::type>;

public:
    using value_type = T;

    constexpr running_sum() = default;
    HANDGRAD_INLINE constexpr running_sum(T start) noexcept : sum_(detail::wide(start)) {}
    /// A number of things, exact up to 2^53.
    template <std::integral Count>
    HANDGRAD_INLINE constexpr running_sum(Count count) noexcept : sum_(static_cast<double>(count)) {}

    HANDGRAD_INLINE constexpr running_sum& operator+=(T x) noexcept {
        sum_ = sum_ + number(detail::wide(x));
        return *this;
    }
    /// All terms of another sum at once.
    HANDGRAD_INLINE constexpr running_sum& operator+=(running_sum other) noexcept {
        sum_ = sum_ + other.sum_;
        return *this;
    }

    HANDGRAD_INLINE constexpr operator T() const noexcept { return detail::narrow<T>(sum_.v); }
    /// s / divisor, divided in double and rounded to T.
    HANDGRAD_INLINE constexpr T over(running_sum divisor) const noexcept {
        return detail::narrow<T>((sum_ / divisor.sum_).v);
    }

private:
    number sum_ = number(0);
};

/// A running_sum<T> as the parameter of a function that takes T from its other arguments: 0 will do.
template <class T>
using sum_so_far = std::type_identity_t<running_sum<T>>;

} // namespace kernel

using kernel::running_sum;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
