/// Sums of so many terms that one chain of additions in their own type would lose the last ones.
#pragma once

#include <handgrad/simd/dual.hpp>
#include <handgrad/simd/is_finite.hpp>
#include <handgrad/simd/native.hpp>

#include <concepts>
#include <type_traits>

namespace handgrad::inline HANDGRAD_ISA {

namespace detail {

/// What running_sum keeps. All numbers come in and go out as doubles.
template <class T>
class accumulator;

/// Floats are added in double.
template <>
class accumulator<float> {
public:
    constexpr accumulator() = default;
    HANDGRAD_INLINE constexpr explicit accumulator(double start) noexcept : sum_(start) {}

    HANDGRAD_INLINE constexpr void add(double x) noexcept {
        sum_ = (scalar_vector<double>(sum_) + scalar_vector<double>(x)).v;
    }
    HANDGRAD_INLINE constexpr void add(accumulator other) noexcept { add(other.sum_); }
    HANDGRAD_INLINE constexpr double total() const noexcept { return sum_; }

private:
    double sum_ = 0;
};

/// Of doubles, what each addition rounds off is found and added up beside the sum (D. E. Knuth's TwoSum; A.
/// Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", 1974).
template <>
class accumulator<double> {
    using one = scalar_vector<double>;

public:
    constexpr accumulator() = default;
    HANDGRAD_INLINE constexpr explicit accumulator(double start) noexcept : sum_(start) {}

    HANDGRAD_INLINE constexpr void add(double x) noexcept {
        const one a(sum_), b(x), sum = a + b;
        sum_ = sum.v;
        // What follows would be inf - inf, which Clang does not take for a constant.
        if (__builtin_is_constant_evaluated() && !is_finite(sum).m) return;
        const one of_b = sum - a, of_a = sum - of_b;
        lost_ = (one(lost_) + ((a - of_a) + (b - of_b))).v;
    }
    HANDGRAD_INLINE constexpr void add(accumulator other) noexcept {
        add(other.sum_);
        lost_ = (one(lost_) + one(other.lost_)).v;
    }
    /// Of an infinite sum, or one that is none, what was rounded off means nothing.
    HANDGRAD_INLINE constexpr double total() const noexcept {
        if (!is_finite(one(sum_)).m || !is_finite(one(lost_)).m) return sum_;
        return (one(sum_) + one(lost_)).v;
    }

private:
    double sum_ = 0, lost_ = 0;
};

/// Values and tangents, each by itself.
template <class T>
class accumulator<dual<T>> {
public:
    constexpr accumulator() = default;
    HANDGRAD_INLINE constexpr explicit accumulator(dual<double> start) noexcept
        : values_(start.value), tangents_(start.tangent) {}

    HANDGRAD_INLINE constexpr void add(dual<double> x) noexcept {
        values_.add(x.value);
        tangents_.add(x.tangent);
    }
    HANDGRAD_INLINE constexpr void add(accumulator other) noexcept {
        values_.add(other.values_);
        tangents_.add(other.tangents_);
    }
    HANDGRAD_INLINE constexpr dual<double> total() const noexcept {
        return {values_.total(), tangents_.total()};
    }

private:
    accumulator<T> values_, tangents_;
};

HANDGRAD_INLINE constexpr double widened(double x) noexcept { return x; }
template <class T>
HANDGRAD_INLINE constexpr dual<double> widened(dual<T> x) noexcept {
    return {static_cast<double>(x.value), static_cast<double>(x.tangent)};
}

template <class T>
HANDGRAD_INLINE constexpr T narrowed(double x) noexcept {
    return static_cast<T>(x);
}
template <class T>
HANDGRAD_INLINE constexpr T narrowed(dual<double> x) noexcept {
    return {static_cast<real_of<T>>(x.value), static_cast<real_of<T>>(x.tangent)};
}

} // namespace detail

/// s = x_1 + x_2 + .. + x_n for numbers of T that come one after the other, such as the losses of the rows of
/// a batch. It may be handed on from one part of the terms to the next: the bits depend on the order of the
/// terms alone. With e = 2^-53, what is kept of s is off by at most
///     float      n e sum_i |x_i|                      added in double: 1e-9 of a mean over 10^7 rows
///     double     e |s| + (n e)^2 sum_i |x_i|          with what each addition rounds off kept beside the sum
///     dual<T>    as T, values and tangents alike
/// and s is rounded to T once, where it is asked for. Infinities and NaNs go through as in any sum. It is
/// made of a number, and is a number where one is asked for:
///     hg::running_sum<float> s = 0.5f;
///     s += 0.25f;
///     float sum = s, mean = s.over(2);
template <class T>
class running_sum {
public:
    using value_type = T;

    constexpr running_sum() = default;
    HANDGRAD_INLINE constexpr running_sum(T start) noexcept : sum_(detail::widened(start)) {}
    /// A number of things, exact up to 2^53.
    template <std::integral Count>
    HANDGRAD_INLINE constexpr running_sum(Count count) noexcept : sum_(static_cast<double>(count)) {}

    HANDGRAD_INLINE constexpr running_sum& operator+=(T x) noexcept {
        sum_.add(detail::widened(x));
        return *this;
    }
    /// The terms of another sum after its own.
    HANDGRAD_INLINE constexpr running_sum& operator+=(running_sum other) noexcept {
        sum_.add(other.sum_);
        return *this;
    }

    HANDGRAD_INLINE constexpr operator T() const noexcept { return detail::narrowed<T>(sum_.total()); }
    /// s / divisor, divided in double and rounded to T.
    HANDGRAD_INLINE constexpr T over(running_sum divisor) const noexcept {
        const auto a = sum_.total(), b = divisor.sum_.total();
        using wide = scalar_vector<std::remove_const_t<decltype(a)>>;
        return detail::narrowed<T>((wide(a) / wide(b)).v);
    }

private:
    detail::accumulator<T> sum_;
};

namespace detail {

/// A running_sum<T> as the parameter of a function that takes T from its other arguments: 0 will do.
template <class T>
using sum_so_far = std::type_identity_t<running_sum<T>>;

} // namespace detail

} // namespace handgrad::inline HANDGRAD_ISA
