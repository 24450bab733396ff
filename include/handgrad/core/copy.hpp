/// Copies numbers into what belongs to somebody else.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/contiguous.hpp>
#include <handgrad/core/fail.hpp>
#include <handgrad/core/matrix.hpp>
#include <handgrad/core/rows.hpp>
#include <handgrad/core/verdict.hpp>
#include <handgrad/core/written.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <auto Count>
struct found {};
template <auto Count>
struct expected {};

// What the deleted copy says that it returns, so that the compiler prints it.
template <class From>
struct no_numbers_to_copy_from {};
template <class To>
struct no_numbers_to_copy_to {};
template <class To>
struct copied_to_what_is_const_or_temporary {};
template <class Found, class Expected>
struct copied_numbers_have_another_type {};
template <class Found, class Expected>
struct copied_block_is_of_another_network {};
template <class Found, class Expected>
struct copied_columns_differ {};
template <class Found, class Expected>
struct copied_rows_differ {};
template <class Found, class Expected>
struct copied_counts_differ {};

} // namespace mistake

namespace detail {

/// A size that only the run time knows, or that is no matter.
inline constexpr std::ptrdiff_t no_static_size = -1;

/// How the numbers of an X are laid out: rows and columns if it has such, and how many there are.
template <class T, std::ptrdiff_t Rows, std::ptrdiff_t Cols, std::ptrdiff_t Count>
struct copied_shape {
    using value_type = std::remove_cv_t<T>;
    static constexpr std::ptrdiff_t rows = Rows, cols = Cols, count = Count;
};
template <class X>
struct copied_shape_of {
    using value_type = void;
};
template <class T, int R, int C>
struct copied_shape_of<matrix<T, R, C>> : copied_shape<T, R, C, std::ptrdiff_t{R} * C> {};
template <class T, int R, int C>
struct copied_shape_of<view<T, R, C>> : copied_shape<T, R, C, std::ptrdiff_t{R} * C> {};
template <class T, int C>
struct copied_shape_of<rows<T, C>> : copied_shape<T, no_static_size, C, no_static_size> {};

/// How many numbers a type says that it holds.
template <class X>
inline constexpr std::ptrdiff_t static_count = no_static_size;
template <class T, std::size_t N>
inline constexpr std::ptrdiff_t static_count<T[N]> = N;
template <class T, std::size_t N>
inline constexpr std::ptrdiff_t static_count<std::array<T, N>> = N;
template <class X>
    requires requires { typename std::integral_constant<int, X::size>; }
inline constexpr std::ptrdiff_t static_count<X> = X::size;
template <class X>
    requires requires { requires X::extent + 1 != 0; }
inline constexpr std::ptrdiff_t static_count<X> = static_cast<std::ptrdiff_t>(X::extent);

template <class X>
struct copied_run : copied_shape<element_of<X>, no_static_size, no_static_size, static_count<X>> {};
/// An array of arrays is given row by row.
template <class X>
    requires(static_count<element_of<X>> != no_static_size)
struct copied_run<X>
    : copied_shape<element_of<element_of<X>>, static_count<X>, static_count<element_of<X>>,
                   static_count<X> == no_static_size ? no_static_size
                                                     : static_count<X> * static_count<element_of<X>>> {};

template <class X>
consteval auto find_copied() {
    if constexpr (!std::is_void_v<typename copied_shape_of<X>::value_type>)
        return std::type_identity<copied_shape_of<X>>{};
    else if constexpr (contiguous<X>)
        return std::type_identity<copied_run<X>>{};
    else
        return std::type_identity<copied_shape_of<X>>{};
}
template <class X>
using copied = typename decltype(find_copied<std::remove_cvref_t<X>>())::type;

template <class X>
inline constexpr bool is_parameter_block = requires {
    typename X::block_type;
};

/// What is copied as bytes: floats, labels, bfloat16, but no std::string, and no registers of a device.
template <class X>
inline constexpr bool holds_numbers = [] {
    using T = typename copied<X>::value_type;
    if constexpr (std::is_void_v<T>)
        return false;
    else
        return std::is_trivially_copyable_v<T> &&
               !std::is_volatile_v<std::remove_reference_t<decltype(*place_of(std::declval<X&>()))>>;
}();

template <class From, class To>
consteval auto judge_copy() {
    using namespace mistake;
    using from = copied<From>;
    using to = copied<To>;
    using source = std::remove_cvref_t<From>;
    using target = std::remove_cvref_t<To>;
    if constexpr (!holds_numbers<std::remove_reference_t<From>>) {
        return verdict_is<no_numbers_to_copy_from<source>>;
    } else if constexpr (!holds_numbers<std::remove_reference_t<To>>) {
        return verdict_is<no_numbers_to_copy_to<target>>;
    } else if constexpr (!is_well_formed<written_verdict<To>>) {
        return verdict_is<copied_to_what_is_const_or_temporary<target>>;
    } else if constexpr (!std::is_same_v<typename from::value_type, typename to::value_type>) {
        return verdict_is<
            copied_numbers_have_another_type<has<typename from::value_type>, wants<typename to::value_type>>>;
    } else if constexpr (is_parameter_block<source> && is_parameter_block<target>) {
        return unless<
            std::is_same_v<typename source::block_type, typename target::block_type>,
            copied_block_is_of_another_network<typename source::block_type, typename target::block_type>>{};
    } else {
        constexpr auto differ = [](std::ptrdiff_t a, std::ptrdiff_t b) {
            return a != no_static_size && b != no_static_size && a != b;
        };
        if constexpr (differ(from::cols, to::cols))
            return verdict_is<copied_columns_differ<found<from::cols>, expected<to::cols>>>;
        else if constexpr (differ(from::rows, to::rows))
            return verdict_is<copied_rows_differ<found<from::rows>, expected<to::rows>>>;
        else
            return unless<!differ(from::count, to::count),
                          copied_counts_differ<found<from::count>, expected<to::count>>>{};
    }
}
template <class From, class To>
using copy_verdict = typename decltype(judge_copy<From, To>())::type;

/// What holds numbers, and cannot be copied.
template <class From, class To>
concept mistaken_copy = holds_numbers<From> && holds_numbers<std::remove_reference_t<To>> &&
    !is_well_formed<copy_verdict<const From&, To>>;

/// Whether copy leaves nothing to be found at run time.
template <class From, class To>
inline constexpr bool copies_static_count =
    copied<From>::count != no_static_size&& copied<To>::count != no_static_size;

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_copy(std::ptrdiff_t found, std::ptrdiff_t expected) {
    fail("copy: found ", found, " numbers, expected ", expected, ", as many as there is room for");
}

template <class X>
HANDGRAD_INLINE constexpr std::ptrdiff_t number_count(const X& x) noexcept {
    using shape = copied<X>;
    if constexpr (shape::count != no_static_size)
        return shape::count;
    else if constexpr (!contiguous<X>) // rows
        return x.count() * shape::cols;
    else if constexpr (shape::cols != no_static_size)
        return count_of(x) * shape::cols;
    else
        return count_of(x);
}

/// Whether the numbers lie in arrays within an array.
template <class X>
inline constexpr bool is_nested =
    !std::is_same_v<std::remove_cvref_t<decltype(*place_of(std::declval<X&>()))>,
                    typename copied<X>::value_type>;

/// Where run i of the numbers begins, of `length` each: an array within an array, or a part of one.
template <class X>
HANDGRAD_INLINE constexpr auto run_at(X& x, std::ptrdiff_t i, std::ptrdiff_t length) noexcept {
    if constexpr (is_nested<X>)
        return place_of(std::begin(x)[i]);
    else
        return place_of(x) + i * length;
}

/// As if all were read before any is written: from the last run on, if they move up in memory.
template <class From, class To>
HANDGRAD_INLINE constexpr void copy_all(const From& from, std::ptrdiff_t n, To& to) {
    using T = typename copied<From>::value_type;
    constexpr bool in_runs = is_nested<const From> || is_nested<To>;
    std::ptrdiff_t length = n;
    if constexpr (in_runs) length = is_nested<To> ? copied<To>::cols : copied<From>::cols;
    const std::ptrdiff_t runs = in_runs && length > 0 ? n / length : 1;
    if (std::is_constant_evaluated()) { // which must not compare the places of two objects
        T* const numbers = new T[static_cast<std::size_t>(n)];
        for (std::ptrdiff_t i = 0; i < n; ++i) numbers[i] = run_at(from, i / length, length)[i % length];
        for (std::ptrdiff_t i = 0; i < n; ++i) run_at(to, i / length, length)[i % length] = numbers[i];
        delete[] numbers;
    } else if (n > 0) {
        const bool up = reinterpret_cast<std::uintptr_t>(run_at(to, 0, length)) >
                        reinterpret_cast<std::uintptr_t>(run_at(from, 0, length));
        for (std::ptrdiff_t i = 0; i < runs; ++i) {
            const std::ptrdiff_t run = up ? runs - 1 - i : i;
            __builtin_memmove(run_at(to, run, length), run_at(from, run, length),
                              static_cast<std::size_t>(length) * sizeof(T));
        }
    }
}

} // namespace detail

/// Copies all numbers of `from` to `to`, in order, row by row:
///
///     hg::copy(std::array{0.5f, 0.25f}, x.row(0));
///     hg::copy(loaded, p.weights<1>());            // a std::vector<float> of In * Out numbers
///     hg::copy(p, numbers);                        // all parameters, to a std::vector or a std::span
///
/// From and to: a matrix, a view, rows, parameters (a gradient, a net::block<>), a std::array, std::span,
/// std::vector or array, also one of arrays; what is written to is an lvalue, or a view, rows or span. The
/// numbers have one type; there are as many here as there, in as many columns and rows where both have such
/// (so that weights that lie transposed do not go for others), and parameters are of one network: else it
/// does not compile or, where only the run time knows the count, fails before anything is written. The two
/// may overlap. It throws nothing where both sizes are static.
template <class From, class To>
    requires is_well_formed<detail::copy_verdict<const From&, To>>
constexpr void copy(const From& from, To&& to) noexcept(detail::copies_static_count<From, To>) {
    const std::ptrdiff_t n = detail::number_count(from);
    if constexpr (!detail::copies_static_count<From, To>)
        if (const auto room = detail::number_count(to); n != room) [[unlikely]]
            detail::fail_copy(n, room);
    detail::copy_all(from, n, to);
}

// The compiler prints this line, and with it the sentence. (Of what holds no numbers it is not the library's
// to say: a function of the same name may be meant, which is found by its arguments.)
// clang-format off
template <class From, class To> requires detail::mistaken_copy<From, To>
detail::copy_verdict<const From&, To>
copy(const From&, To&&) = delete; // numbers of one type, as many here as there, to what may be written
// clang-format on

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
