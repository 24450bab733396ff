/// A number that a user sets, and that is in its range or refused.
#pragma once

#include <handgrad/core/fail.hpp>
#include <handgrad/core/range.hpp>
#include <handgrad/core/text_of.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
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
    fail(std::string(Name.characters) + " is " + detail::text_of(found) + ", expected " + Range::expected);
}

} // namespace mistake

/// A number within Range, one of handgrad::range. It takes the place of a double (or std::int64_t) among the
/// members of an aggregate, and is set, read, compared, printed and computed with like one. What it is set to
/// is checked there and then: a number out of range does not compile in a constant expression; elsewhere it
/// fails, before anything is changed, with a sentence that begins with Name:
///
///     hg::sgd step{.rate = 0.1};
///     step.rate = schedule(k);         // sgd: rate is nan, expected a number within a float's range
///     const double rate = step.rate;   // for std::max, ?: and whatever else wants one type
template <detail::setting_name Name, class Range, class Number = double>
class setting {
public:
    template <class X>
        requires(detail::sets<X, Number>)
    HANDGRAD_INLINE constexpr setting(const X& x) : number_(static_cast<Number>(x)) {
        if (!Range::holds(number_)) mistake::setting_is_out_of_range<Name, Range>(number_);
    }

    HANDGRAD_INLINE constexpr operator Number() const noexcept { return number_; }
    /// As a number of another kind, such as a dual.
    template <class X>
        requires(std::is_class_v<X>&& std::is_constructible_v<X, Number>)
    HANDGRAD_INLINE constexpr explicit operator X() const noexcept { return X(number_); }

    template <class X>
        requires(detail::sets<X, Number>)
    HANDGRAD_INLINE constexpr setting& operator+=(const X& x) {
        return *this = setting(number_ + static_cast<Number>(x));
    }
    template <class X>
        requires(detail::sets<X, Number>)
    HANDGRAD_INLINE constexpr setting& operator-=(const X& x) {
        return *this = setting(number_ - static_cast<Number>(x));
    }
    template <class X>
        requires(detail::sets<X, Number>)
    HANDGRAD_INLINE constexpr setting& operator*=(const X& x) {
        return *this = setting(number_ * static_cast<Number>(x));
    }
    template <class X>
        requires(detail::sets<X, Number>)
    HANDGRAD_INLINE constexpr setting& operator/=(const X& x) {
        return *this = setting(number_ / static_cast<Number>(x));
    }

private:
    Number number_;
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
