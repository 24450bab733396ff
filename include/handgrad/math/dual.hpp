/// Numbers that carry a derivative along.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/is_finite.hpp>
#include <handgrad/simd/select.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// value + tangent eps with eps^2 = 0: a function of dual numbers computes f(x) and, beside it, f'(x) dx. (W.
/// K. Clifford, "Preliminary sketch of biquaternions", 1873; forward-mode differentiation: R. E. Wengert, "A
/// simple automatic derivative evaluation program", 1964.)
///
/// The value is what the same operation gives for values alone, to the bit. Comparisons look at the value. A
/// number without a tangent is a constant and becomes a dual of tangent 0 by itself. No
/// product is contracted with a sum that follows; for sums of products there is fma (math/fma.hpp).
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

namespace math {

/// Whether a number is a dual.
template <class X>
inline constexpr bool is_dual = false;
template <class T>
inline constexpr bool is_dual<dual<T>> = true;

} // namespace math

namespace simd::detail {

template <class X>
struct real_of {
    using type = X;
};
template <class T>
struct real_of<dual<T>> {
    using type = T;
};

} // namespace simd::detail

/// float for dual<float> and for float: what precision the constants of a function have to have.
template <class X>
using real_of = typename simd::detail::real_of<X>::type;

HANDGRAD_END_ISA
} // namespace handgrad

// The lanes that compute.

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

namespace detail {

/// A vector of values and one of tangents: two registers. One lane alone is a number as any other, v.
template <class T, int W>
struct dual_lanes {
    vector<T, W> values, tangents;

    constexpr dual_lanes() = default;
    HANDGRAD_INLINE constexpr dual_lanes(vector<T, W> x, vector<T, W> dx) noexcept
        : values(x), tangents(dx) {}
    HANDGRAD_INLINE constexpr vector<T, W> value() const noexcept { return values; }
    HANDGRAD_INLINE constexpr vector<T, W> tangent() const noexcept { return tangents; }
};
template <class T>
struct dual_lanes<T, 1> {
    dual<T> v;

    constexpr dual_lanes() = default;
    HANDGRAD_INLINE constexpr dual_lanes(vector<T, 1> x, vector<T, 1> dx) noexcept : v(x.v, dx.v) {}
    HANDGRAD_INLINE constexpr vector<T, 1> value() const noexcept { return vector<T, 1>(v.value); }
    HANDGRAD_INLINE constexpr vector<T, 1> tangent() const noexcept { return vector<T, 1>(v.tangent); }
};

} // namespace detail

/// The interface of scalar/vector.hpp, so that what is written for any vector works on duals. In memory a
/// number's value and its tangent are neighbours; they are taken apart as they are loaded. Each value has the
/// bits that the operation on the values alone has; each tangent is the derivative by the rules of
/// differentiation, and where lanes are chosen it is that of the number chosen.
template <class T, int W>
struct vector<dual<T>, W> : detail::dual_lanes<T, W> {
    using value_type = dual<T>;
    using real = vector<T, W>;
    using mask_type = mask<T, W>;
    using integers_type = integers<T, W>;
    static constexpr int width = W;
    static constexpr int group = real::group;
    using base = detail::dual_lanes<T, W>;
    using base::value, base::tangent;

    constexpr vector() = default;
    HANDGRAD_INLINE constexpr vector(real x, real dx) noexcept : base(x, dx) {}
    HANDGRAD_INLINE constexpr explicit vector(dual<T> number) noexcept
        : base(real(number.value), real(number.tangent)) {}

    HANDGRAD_INLINE static constexpr vector load(const dual<T>* from) noexcept {
        if constexpr (W == 1)
            return vector(*from);
        else
            return from_pairs(real::load(reals(from)), real::load(reals(from) + W));
    }
    HANDGRAD_INLINE constexpr void store(dual<T>* to) const noexcept { store_first<W>(to); }
    template <int Count>
    HANDGRAD_INLINE static constexpr vector load_first(const dual<T>* from) noexcept {
        constexpr int numbers = 2 * Count;
        if constexpr (Count == W)
            return load(from);
        else if constexpr (numbers <= W)
            return from_pairs(real::template load_first<numbers>(reals(from)), real(T(0)));
        else
            return from_pairs(real::load(reals(from)),
                              real::template load_first<numbers - W>(reals(from) + W));
    }
    template <int Count>
    HANDGRAD_INLINE constexpr void store_first(dual<T>* to) const noexcept {
        if constexpr (W == 1) {
            *to = this->v;
        } else {
            constexpr int numbers = 2 * Count;
            const auto [low, high] = put_together(value(), tangent());
            low.template store_first<(numbers < W ? numbers : W)>(reals(to));
            if constexpr (numbers > W) high.template store_first<numbers - W>(reals(to) + W);
        }
    }
    template <int Count>
    HANDGRAD_INLINE static constexpr vector repeat(const dual<T>* from) noexcept {
        if constexpr (Count == 1) {
            // One after the other: of a whole dual, Clang loads both at once and then takes them apart.
            return {real(from->value), real(from->tangent)};
        } else if constexpr (Count == W) {
            return load(from);
        } else {
            const auto pairs = [from]() HANDGRAD_INLINE_LAMBDA {
                if constexpr (2 * Count == W)
                    return real::load(reals(from));
                else
                    return real::template repeat<2 * Count>(reals(from));
            }();
            return from_pairs(pairs, pairs);
        }
    }
    HANDGRAD_INLINE static constexpr vector load_halves(const dual<T>* low, const dual<T>* high) noexcept {
        return from_pairs(real::load(reals(low)), real::load(reals(high)));
    }

    friend HANDGRAD_INLINE constexpr vector operator+(vector a, vector b) noexcept {
        return {a.value() + b.value(), a.tangent() + b.tangent()};
    }
    friend HANDGRAD_INLINE constexpr vector operator-(vector a, vector b) noexcept {
        return {a.value() - b.value(), a.tangent() - b.tangent()};
    }
    friend HANDGRAD_INLINE constexpr vector operator*(vector a, vector b) noexcept {
        return {a.value() * b.value(), fma(a.value(), b.tangent(), a.tangent() * b.value())};
    }
    friend HANDGRAD_INLINE constexpr vector operator/(vector a, vector b) noexcept {
        const real quotient = a.value() / b.value();
        return {quotient, fnma(quotient, b.tangent(), a.tangent()) / b.value()};
    }
    friend HANDGRAD_INLINE constexpr vector operator-(vector a) noexcept {
        return {-a.value(), -a.tangent()};
    }
    friend HANDGRAD_INLINE constexpr vector fma(vector a, vector b, vector c) noexcept {
        return {fma(a.value(), b.value(), c.value()),
                fma(a.value(), b.tangent(), fma(a.tangent(), b.value(), c.tangent()))};
    }
    friend HANDGRAD_INLINE constexpr vector fnma(vector a, vector b, vector c) noexcept {
        return {fnma(a.value(), b.value(), c.value()),
                fnma(a.value(), b.tangent(), fnma(a.tangent(), b.value(), c.tangent()))};
    }
    friend HANDGRAD_INLINE constexpr vector sqrt(vector a) noexcept {
        const real root = sqrt(a.value());
        return {root, a.tangent() / (root + root)};
    }

    friend HANDGRAD_INLINE constexpr mask_type operator<(vector a, vector b) noexcept {
        return a.value() < b.value();
    }
    friend HANDGRAD_INLINE constexpr mask_type operator<=(vector a, vector b) noexcept {
        return a.value() <= b.value();
    }
    friend HANDGRAD_INLINE constexpr mask_type operator>(vector a, vector b) noexcept {
        return a.value() > b.value();
    }
    friend HANDGRAD_INLINE constexpr mask_type operator>=(vector a, vector b) noexcept {
        return a.value() >= b.value();
    }
    friend HANDGRAD_INLINE constexpr mask_type operator==(vector a, vector b) noexcept {
        return a.value() == b.value();
    }
    friend HANDGRAD_INLINE constexpr mask_type is_nan(vector a) noexcept { return is_nan(a.value()); }

    friend HANDGRAD_INLINE constexpr vector select(mask_type m, vector a, vector b) noexcept {
        return {select(m, a.value(), b.value()), select(m, a.tangent(), b.tangent())};
    }
    friend HANDGRAD_INLINE constexpr vector max(vector a, vector b) noexcept { return select(a > b, a, b); }
    friend HANDGRAD_INLINE constexpr vector min(vector a, vector b) noexcept { return select(a < b, a, b); }
    /// At zero the slope is 1.
    friend HANDGRAD_INLINE constexpr vector abs(vector a) noexcept {
        return {abs(a.value()), select(a.value() < real(T(0)), -a.tangent(), a.tangent())};
    }
    friend HANDGRAD_INLINE constexpr vector copysign(vector a, vector b) noexcept {
        const real result = copysign(a.value(), b.value());
        const auto turned = is_negative(bits(result) ^ bits(a.value()));
        return {result, select(turned, -a.tangent(), a.tangent())};
    }
    /// A step function: constant but for its steps.
    friend HANDGRAD_INLINE constexpr vector round(vector a) noexcept {
        return {round(a.value()), real(T(0))};
    }

    friend HANDGRAD_INLINE constexpr vector in_register(vector a) noexcept {
        return {in_register(a.value()), in_register(a.tangent())};
    }
    template <int I>
    HANDGRAD_INLINE constexpr vector spread() const noexcept {
        return {value().template spread<I>(), tangent().template spread<I>()};
    }
    HANDGRAD_INLINE constexpr vector permuted(integers_type place) const noexcept {
        return {value().permuted(place), tangent().permuted(place)};
    }
    template <int Count>
    HANDGRAD_INLINE constexpr vector rotated() const noexcept {
        return {value().template rotated<Count>(), tangent().template rotated<Count>()};
    }
    template <int First>
    HANDGRAD_INLINE static constexpr vector joined(vector a, vector b) noexcept {
        return {real::template joined<First>(a.value(), b.value()),
                real::template joined<First>(a.tangent(), b.tangent())};
    }
    friend HANDGRAD_INLINE constexpr vector lower_halves(vector a, vector b) noexcept {
        return {lower_halves(a.value(), b.value()), lower_halves(a.tangent(), b.tangent())};
    }
    friend HANDGRAD_INLINE constexpr vector upper_halves(vector a, vector b) noexcept {
        return {upper_halves(a.value(), b.value()), upper_halves(a.tangent(), b.tangent())};
    }
    friend HANDGRAD_INLINE constexpr void transpose(vector (&rows)[W]) noexcept {
        real v[W], t[W];
        for (int i = 0; i < W; ++i) {
            v[i] = rows[i].value();
            t[i] = rows[i].tangent();
        }
        transpose(v);
        transpose(t);
        for (int i = 0; i < W; ++i) rows[i] = {v[i], t[i]};
    }

private:
    HANDGRAD_INLINE static const T* reals(const dual<T>* numbers) noexcept {
        return reinterpret_cast<const T*>(numbers);
    }
    HANDGRAD_INLINE static T* reals(dual<T>* numbers) noexcept { return reinterpret_cast<T*>(numbers); }
    HANDGRAD_INLINE static constexpr vector from_pairs(real low, real high) noexcept {
        const auto [values, tangents] = taken_apart(low, high);
        return {values, tangents};
    }
};

/// Of the value: a tangent may be anything.
template <class T, int W>
HANDGRAD_INLINE constexpr mask<T, W> is_finite(vector<dual<T>, W> a) noexcept {
    return is_finite(a.value());
}

template <class T, int W>
HANDGRAD_INLINE constexpr dual<T> sum_of_halves(vector<dual<T>, W> a) noexcept {
    return {sum_of_halves(a.value()), sum_of_halves(a.tangent())};
}

template <class T, int W>
HANDGRAD_INLINE constexpr vector<dual<T>, W> sums_of_halves(const vector<dual<T>, W> (&rows)[W]) noexcept {
    vector<T, W> v[W], t[W];
    for (int i = 0; i < W; ++i) {
        v[i] = rows[i].value();
        t[i] = rows[i].tangent();
    }
    return {sums_of_halves(v), sums_of_halves(t)};
}

/// As many lanes as their values have: the order of a sum, and so its bits, depends on nothing else.
template <class T>
inline constexpr int native_width<dual<T>> = native_width<T>;
template <class T>
inline constexpr bool is_dual<dual<T>> = true;

} // namespace simd

namespace math {

template <class T>
inline constexpr dual<T> infinity<dual<T>> = infinity<T>;
template <class T>
inline constexpr dual<T> not_a_number<dual<T>> = not_a_number<T>;

} // namespace math

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
