/// Numbers that carry a derivative along.
#pragma once

#include <handgrad/simd/scalar.hpp>

#include <type_traits>

namespace handgrad {

/// value + tangent eps with eps^2 = 0: a function of dual numbers computes f(x) and, beside it, f'(x) dx. (W.
/// K. Clifford, "Preliminary sketch of biquaternions", 1873; forward-mode differentiation: R. E. Wengert, "A
/// simple automatic derivative evaluation program", 1964.)
///
/// The value is what the same operation gives for values alone, to the bit. Comparisons look at the value. A
/// number without a tangent is a constant and becomes a dual of tangent 0 by itself. No
/// product is contracted with a sum that follows; for sums of products there is fma (simd/fma.hpp).
template <class T>
struct dual {
    static_assert(simd::real<T>);

    T value;
    T tangent;

    constexpr dual() = default;
    template <class Number>
    requires std::is_arithmetic_v<Number> HANDGRAD_INLINE constexpr dual(Number constant) noexcept
        : value(static_cast<T>(constant)), tangent(0) {}
    HANDGRAD_INLINE constexpr dual(T v, T t) noexcept : value(v), tangent(t) {}

    friend HANDGRAD_INLINE constexpr dual operator+(dual a, dual b) noexcept { return (one(a) + one(b)).v; }
    friend HANDGRAD_INLINE constexpr dual operator-(dual a, dual b) noexcept { return (one(a) - one(b)).v; }
    friend HANDGRAD_INLINE constexpr dual operator*(dual a, dual b) noexcept { return (one(a) * one(b)).v; }
    friend HANDGRAD_INLINE constexpr dual operator/(dual a, dual b) noexcept { return (one(a) / one(b)).v; }
    friend HANDGRAD_INLINE constexpr dual operator-(dual a) noexcept { return (-one(a)).v; }
    HANDGRAD_INLINE constexpr dual& operator+=(dual b) noexcept { return *this = *this + b; }
    HANDGRAD_INLINE constexpr dual& operator-=(dual b) noexcept { return *this = *this - b; }
    HANDGRAD_INLINE constexpr dual& operator*=(dual b) noexcept { return *this = *this * b; }
    HANDGRAD_INLINE constexpr dual& operator/=(dual b) noexcept { return *this = *this / b; }

    friend HANDGRAD_INLINE constexpr bool operator==(dual a, dual b) noexcept { return a.value == b.value; }
    friend HANDGRAD_INLINE constexpr bool operator<(dual a, dual b) noexcept { return a.value < b.value; }
    friend HANDGRAD_INLINE constexpr bool operator<=(dual a, dual b) noexcept { return a.value <= b.value; }
    friend HANDGRAD_INLINE constexpr bool operator>(dual a, dual b) noexcept { return a.value > b.value; }
    friend HANDGRAD_INLINE constexpr bool operator>=(dual a, dual b) noexcept { return a.value >= b.value; }

private:
    // Its arithmetic is that of a vector of one lane.
    using one = simd::vector<dual, 1>;
};

template <class X>
inline constexpr bool is_dual = false;
template <class T>
inline constexpr bool is_dual<dual<T>> = true;

// Not in a namespace `detail`: outside of the instruction set's there is none, so that handgrad::detail means
// that one.
template <class X>
struct number_behind {
    using type = X;
};
template <class T>
struct number_behind<dual<T>> {
    using type = T;
};

/// float for dual<float> and for float: what precision the constants of a function have to have.
template <class X>
using real_of = typename number_behind<X>::type;

} // namespace handgrad

// The lanes that compute.
#include <handgrad/simd/dual_vector.hpp>
