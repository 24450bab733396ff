/// A number that a user sets, and that is in its range or refused.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/fail.hpp>
#include <handgrad/core/range.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// A text as an argument of a template.
template <std::size_t Size>
struct setting_name {
    char characters[Size];

    consteval setting_name(const char (&text)[Size]) noexcept : characters{} {
        for (std::size_t i = 0; i < Size; ++i) characters[i] = text[i];
    }
};

/// Whether a Number is made of X without a loss that could be a mistake: no integer of 1.5. No concept, of
/// which Clang would explain at length why it is false.
template <class X, class Number>
inline constexpr bool sets = std::is_convertible_v<const X&, Number> &&
                             (std::is_floating_point_v<Number> || std::is_integral_v<X> ||
                              requires(const X& x) { Number{x}; });

} // namespace detail

namespace mistake {

/// Fails with "name is found, expected ..". A mistake in a constant expression is printed as a call of this.
template <detail::setting_name Name, class Range, class Number>
[[noreturn, gnu::cold, gnu::noinline]] void setting_is_out_of_range(Number found) {
    fail(Name.characters, " is ", found, ", expected ", Range::expected);
}

/// Fails likewise if an integer is beyond those of 64 bits: one that was passed, ...
template <detail::setting_name Name, class Range>
[[noreturn, gnu::cold, gnu::noinline]] void setting_is_too_large(std::uint64_t found) {
    fail(Name.characters, " is ", found, ", expected ", Range::expected, ", at most ",
         std::numeric_limits<std::int64_t>::max());
}
/// ... or one that would come of a calculation.
template <detail::setting_name Name, class Range, class Other>
[[noreturn, gnu::cold, gnu::noinline]] void setting_is_beyond_integers(std::int64_t number, char operation,
                                                                       Other other) {
    fail(Name.characters, " is ", number, ' ', operation, ' ', other, ", expected ", Range::expected,
         ", at most ", std::numeric_limits<std::int64_t>::max());
}

} // namespace mistake

/// A number within Range, one of handgrad::range. It takes the place of a double (or std::int64_t) among the
/// members of an aggregate, and is set, read, compared, printed and computed with like one. What it is set to
/// is checked there and then: a number out of range does not compile in a constant expression; elsewhere it
/// fails, before anything is changed, with a sentence that begins with Name:
///
///     hg::sgd step{.rate = 0.1};
///     step.rate = schedule(k);         // sgd: rate is nan, expected a number within a float's range
///
/// What asks for the very type takes it for no double: std::max(step.rate, 0.1) and std::clamp, std::swap
/// with a double, printf, `in >> step.rate`, `c ? step.rate : 0.1`, and a reference `double& r = step.rate`.
/// There, a copy will do:
///
///     const double rate = step.rate;
///
/// An aggregate of settings may be the argument of a template, where the compiler takes doubles as such
/// (g++): template <hg::sgd Step>.
template <detail::setting_name Name, class Range, class Number = double>
class setting {
public:
    template <class X>
        requires(detail::sets<X, Number>)
    HANDGRAD_INLINE constexpr setting(const X& x) : number_(static_cast<Number>(x)) {
        if constexpr (is_wide<X>)
            if (number_ < 0) mistake::setting_is_too_large<Name, Range>(x);
        if (!Range::holds(number_)) mistake::setting_is_out_of_range<Name, Range>(number_);
    }

    HANDGRAD_INLINE constexpr operator Number() const noexcept { return number_; }
    /// As a number of another kind, such as a dual.
    template <class X>
        requires(std::is_class_v<X>&& std::is_constructible_v<X, Number>)
    HANDGRAD_INLINE constexpr explicit operator X() const noexcept { return X(number_); }

    template <class X>
        requires(detail::sets<X, Number>)
    HANDGRAD_INLINE constexpr setting& operator+=(const X& x) { return *this = computed<'+'>(operand(x)); }
    template <class X>
        requires(detail::sets<X, Number>)
    HANDGRAD_INLINE constexpr setting& operator-=(const X& x) { return *this = computed<'-'>(operand(x)); }
    template <class X>
        requires(detail::sets<X, Number>)
    HANDGRAD_INLINE constexpr setting& operator*=(const X& x) { return *this = computed<'*'>(operand(x)); }
    template <class X>
        requires(detail::sets<X, Number>)
    HANDGRAD_INLINE constexpr setting& operator/=(const X& x) { return *this = computed<'/'>(operand(x)); }

    HANDGRAD_INLINE constexpr setting& operator++() { return *this += 1; }
    HANDGRAD_INLINE constexpr setting& operator--() { return *this -= 1; }
    HANDGRAD_INLINE constexpr setting operator++(int) {
        const setting before = *this;
        ++*this;
        return before;
    }
    HANDGRAD_INLINE constexpr setting operator--(int) {
        const setting before = *this;
        --*this;
        return before;
    }

private:
    static constexpr bool is_integer = std::is_integral_v<Number>;
    /// Whether an X may be too large for an integer.
    template <class X>
    static constexpr bool is_wide = is_integer&& std::is_unsigned_v<X> && sizeof(X) >= sizeof(Number);

    /// What is computed with: a Number, unless that is too small for x.
    template <class X>
    HANDGRAD_INLINE static constexpr auto operand(const X& x) noexcept {
        if constexpr (is_wide<X>)
            return static_cast<std::uint64_t>(x);
        else
            return static_cast<Number>(x);
    }

    template <char Operation, class Other>
    HANDGRAD_INLINE constexpr Number computed(Other other) const {
        Number result = number_;
        if constexpr (!is_integer) {
            result = Operation == '+'   ? number_ + other
                     : Operation == '-' ? number_ - other
                     : Operation == '*' ? number_ * other
                                        : number_ / other;
        } else if constexpr (Operation == '/') {
            if (other == 0) mistake::setting_is_beyond_integers<Name, Range>(number_, Operation, other);
            const auto divisor = static_cast<Number>(other); // of a number too large: below zero
            result = is_wide<Other> && divisor < 0 ? 0 : number_ / divisor;
        } else {
            const bool overflows = Operation == '+'   ? __builtin_add_overflow(number_, other, &result)
                                   : Operation == '-' ? __builtin_sub_overflow(number_, other, &result)
                                                      : __builtin_mul_overflow(number_, other, &result);
            if (overflows) mistake::setting_is_beyond_integers<Name, Range>(number_, Operation, other);
        }
        return result;
    }

public:
    Number number_; // a template's arguments have no private parts: not to be named
};

/// What a setting is unless somebody sets it: `double` becomes `setting<..> rate = by_default(0.1)`. It is
/// checked when the header is compiled, so that an aggregate of settings is made of its defaults without a
/// way to fail.
struct by_default {
    double number;

    consteval explicit by_default(double x) noexcept : number(x) {}

    template <detail::setting_name Name, class Range, class Number>
    consteval operator setting<Name, Range, Number>() const noexcept {
        return static_cast<Number>(number);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
