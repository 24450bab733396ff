/// Numbers that lie one after the other, in whatever holds them: what the library needs of <ranges>, which is
/// slow to compile.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <array> // and with it std::begin, std::end, std::data, std::size
#include <cstddef>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The place of the first number of x; nothing if x does not say.
template <class X>
HANDGRAD_INLINE constexpr auto data_of(const X& x) noexcept {
    if constexpr (requires { std::data(x); })
        return std::data(x);
    else if constexpr (std::is_pointer_v<decltype(std::begin(x))>)
        return std::begin(x);
}

/// How many numbers x holds. (If it says so: of a std::array, g++ takes the difference of two pointers for a
/// constant too late to leave out what is called where it is wrong.)
template <class X>
HANDGRAD_INLINE constexpr std::ptrdiff_t count_of(const X& x) noexcept {
    if constexpr (requires { std::size(x); })
        return static_cast<std::ptrdiff_t>(std::size(x));
    else
        return static_cast<std::ptrdiff_t>(std::end(x) - std::begin(x));
}

/// A container or view whose elements lie one after the other: a std::vector, std::array, std::span or
/// std::initializer_list, an array, anything that has begin(), end() and data() or whose begin() is a
/// pointer.
template <class X>
concept contiguous = requires(const X& x) {
    static_cast<std::ptrdiff_t>(std::end(x) - std::begin(x));
    requires std::is_same_v<decltype(data_of(x)), std::add_pointer_t<decltype(*std::begin(x))>>;
};

template <contiguous X>
using element_of = std::remove_cv_t<std::remove_pointer_t<decltype(data_of(std::declval<const X&>()))>>;

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
