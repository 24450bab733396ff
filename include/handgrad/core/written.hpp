/// Whether numbers may be written to where a caller says.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>
#include <handgrad/core/verdict.hpp>

#include <array> // and with it std::begin
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The place of the first number of x.
template <class X>
HANDGRAD_INLINE constexpr auto place_of(X& x) noexcept {
    if constexpr (requires { x.data(); })
        return x.data();
    else
        return std::begin(x);
}

/// Whether an X, const if it says so, has numbers that may be written.
template <class X>
inline constexpr bool has_writable_numbers =
    !std::is_const_v<std::remove_reference_t<decltype(*place_of(std::declval<X&>()))>>;

/// What is passed as To&& holds numbers that are written to. They are not const, and not those of a
/// temporary, unless that is a view of something else: a temporary that passes on that it is const has
/// numbers of its own.
template <class To>
consteval auto judge_written() {
    using object = std::remove_reference_t<To>;
    if constexpr (!has_writable_numbers<object>)
        return verdict_is<mistake::read_only<object>>;
    else
        return unless < std::is_lvalue_reference_v<To> || has_writable_numbers<const object>,
               mistake::written_temporary < object >> {};
}
/// The same of a result, which nobody may want.
template <class To>
consteval auto judge_result_place() {
    if constexpr (!requires(std::remove_reference_t<To> & x) { *x.data(); })
        return verdict_is<well_formed>;
    else
        return judge_written<To>();
}
template <class To>
using written_verdict = typename decltype(judge_written<To>())::type;

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
