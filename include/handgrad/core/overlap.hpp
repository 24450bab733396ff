/// Arguments that lie in the same memory.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/check.hpp>
#include <handgrad/core/contiguous.hpp>
#include <handgrad/core/discard.hpp>
#include <handgrad/core/fail.hpp>
#include <handgrad/core/matrix.hpp>
#include <handgrad/core/parameter_block.hpp>
#include <handgrad/core/rows.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

// A function that writes to one argument while it reads another promises nothing if the two overlap, so it
// looks at their addresses, once a call, before it does anything. Types spare most of that: a matrix and a
// workspace, say, are two objects, and no object lies in another of which it is no part.

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Whether an X holds its numbers, or whatever a call writes of it, in itself: two of one type are the same
/// object or lie apart, two of different types lie apart.
template <class X>
inline constexpr bool is_whole_object = is_discarded<X>;
template <class T, int R, int C>
inline constexpr bool is_whole_object<matrix<T, R, C>> = true;
template <class T, std::size_t N>
inline constexpr bool is_whole_object<std::array<T, N>> = true;
template <class T, int Count, std::uint64_t Fingerprint, parameter_range... Learned>
inline constexpr bool is_whole_object<parameter_block<T, Count, Fingerprint, Learned...>> = true;

/// Unless Part may be a part of Whole that somebody can name.
template <class Part, class Whole>
inline constexpr bool may_be_part = false;

/// An argument of a call: what a sentence calls it, and the bytes it lies in.
template <class X>
struct argument {
    const char* name;
    const void* begin;
    std::size_t bytes;
};

template <class X>
inline constexpr bool is_rows = false;
template <class T, int C>
inline constexpr bool is_rows<rows<T, C>> = true;

/// X, or the block that it is with names on top: the two may be one object.
template <class X>
struct block_within : std::type_identity<X> {};
template <class X>
    requires requires { typename X::block_type; }
struct block_within<X> : std::type_identity<typename X::block_type> {};
template <class X>
using block_in = typename block_within<X>::type;

/// The numbers of x: a matrix, a view, rows, a block of parameters, a range of labels; none of `discard`.
template <class X>
HANDGRAD_INLINE constexpr auto numbers_of(const char* name, const X& x) noexcept {
    using found = argument<block_in<X>>;
    if constexpr (is_discarded<X>)
        return found{name, nullptr, 0};
    else if constexpr (is_rows<X>) // by its type: containers have a count(), too
        return found{name, x.data(), static_cast<std::size_t>(x.count()) * X::cols * sizeof(*x.data())};
    else if constexpr (requires { typename std::integral_constant<int, X::size>; })
        return found{name, x.data(), static_cast<std::size_t>(X::size) * sizeof(*x.data())};
    else
        return found{name, data_of(x), static_cast<std::size_t>(count_of(x)) * sizeof(*data_of(x))};
}

/// All of an object, such as a workspace.
template <class X>
HANDGRAD_INLINE constexpr argument<X> object_of(const char* name, const X& x) noexcept {
    return {name, __builtin_addressof(x), sizeof x};
}

/// Whether the two have a byte in common. A constant expression cannot ask for the order of two addresses:
/// there the answer is no.
template <class A, class B>
HANDGRAD_INLINE constexpr bool overlap(argument<A> a, argument<B> b) noexcept {
    if (std::is_constant_evaluated()) return false;
    if constexpr (is_discarded<A> || is_discarded<B>) {
        return false;
    } else if constexpr (is_whole_object<A> && is_whole_object<B> && !may_be_part<A, B> &&
                         !may_be_part<B, A>) {
        return std::is_same_v<A, B> && a.begin == b.begin && a.bytes != 0;
    } else {
        // b begins less than a.bytes behind a or less than b.bytes before it: one comparison for both.
        const auto distance =
            reinterpret_cast<std::uintptr_t>(b.begin) - reinterpret_cast<std::uintptr_t>(a.begin);
        return a.bytes != 0 && b.bytes != 0 && distance + (b.bytes - 1) < a.bytes + b.bytes - 1;
    }
}

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_overlap(const char* call, const char* one,
                                                                const char* other) {
    fail(call, ": ", one, " and ", other, " overlap, expected memory of its own for each");
}
/// The same in a function that promises not to throw.
[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_overlap(const char* call, const char* one,
                                                                  const char* other) noexcept {
    refuse(
        sentence(call, ": ", one, " and ", other, " overlap, expected memory of its own for each").c_str());
}

/// What the address of the numbers of an X is a multiple of.
template <class X>
consteval std::size_t alignment_of_numbers() {
    if constexpr (is_whole_object<X>)
        return alignment_in_place<X>;
    else if constexpr (requires { typename X::value_type; })
        return alignof(typename X::value_type);
    else
        return 1;
}

/// A build that checks (core/check.hpp) looks whether an argument is where it may be: an object that somebody
/// has found in a buffer of bytes, say.
template <class X>
HANDGRAD_INLINE constexpr void check_place([[maybe_unused]] const char* call,
                                           [[maybe_unused]] argument<X> a) noexcept {
#if defined(HANDGRAD_CHECKED)
    if constexpr (!is_discarded<X>) {
        if (!std::is_constant_evaluated() && a.bytes != 0)
            require_place(call, a.name, reinterpret_cast<std::uintptr_t>(a.begin), alignment_of_numbers<X>());
    }
#endif
}
template <class... X>
HANDGRAD_INLINE constexpr void check_places(const char* call, argument<X>... a) noexcept {
    (check_place(call, a), ...);
}

/// Fails, by an exception if Throws, unless the two lie apart, ...
template <bool Throws, class A, class B>
HANDGRAD_INLINE constexpr void require_two_apart(const char* call, argument<A> a,
                                                 argument<B> b) noexcept(!Throws) {
    if (overlap(a, b)) [[unlikely]] {
        if constexpr (Throws)
            fail_overlap(call, a.name, b.name);
        else
            refuse_overlap(call, a.name, b.name);
    }
}
/// ... or `written` from each of the others.
template <bool Throws, class Written, class... Others>
HANDGRAD_INLINE constexpr void require_apart(const char* call, argument<Written> written,
                                             argument<Others>... others) noexcept(!Throws) {
    (require_two_apart<Throws>(call, written, others), ...);
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
