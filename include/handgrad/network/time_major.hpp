/// Sequences that lie step after step, as other libraries have them, and those that lie one after the other.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/core/fail.hpp>
#include <handgrad/core/overlap.hpp>
#include <handgrad/core/written.hpp>
#include <handgrad/network/batch.hpp>
#include <handgrad/network/batch_verdict.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Found, class Expected>
struct sequences_of_another_batch {
    static_assert(
        detail::holds<Found>,
        "the sequences in the order of time and those one after the other are of one type of number, "
        "of as many columns and of as many rows");
};
template <int Rows, int Sequences>
struct no_steps_of_each_sequence {
    static_assert(
        Sequences >= 1 && Rows % (Sequences >= 1 ? Sequences : 1) == 0,
        "the rows are as many steps of each of the sequences, one at least: from_time_major<B>(x, to)");
};

} // namespace mistake

namespace detail {

template <int B, class X, class To>
consteval auto judge_time_major() {
    using from = batch_traits<X>;
    using to = batch_traits<To>;
    if constexpr (!from::valid) {
        return verdict_is<mistake::not_a_batch<std::remove_cvref_t<X>>>;
    } else if constexpr (!to::valid) {
        return verdict_is<mistake::not_a_batch<std::remove_cvref_t<To>>>;
    } else if constexpr (!is_well_formed<written_verdict<To>>) {
        return verdict_is<written_verdict<To>>;
    } else {
        constexpr int rows = from::rows != run_time_rows ? from::rows : to::rows;
        constexpr bool alike = std::is_same_v<typename from::value_type, typename to::value_type> &&
                               from::cols == to::cols && (rows == to::rows || to::rows == run_time_rows);
        if constexpr (!alike)
            return verdict_is<
                mistake::sequences_of_another_batch<std::remove_cvref_t<X>, std::remove_cvref_t<To>>>;
        else
            return unless<(B >= 1 && (rows == run_time_rows || rows % larger(B, 1) == 0)),
                          mistake::no_steps_of_each_sequence<rows == run_time_rows ? 0 : rows, B>>{};
    }
}

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_time_major(const char* call, std::ptrdiff_t rows,
                                                                   std::ptrdiff_t room, int sequences) {
    if (rows != room)
        fail(call, ": found ", rows, " rows, expected ", room, ", as many as there is room for");
    fail(call, ": found ", rows, " rows, expected as many steps of each of ", sequences, " sequences");
}

/// Row t * B + b of x to row b * T + t, or the other way round.
template <int B, bool FromTime, class X, class To>
constexpr void exchange_steps_and_sequences(const char* call, const X& x,
                                            To& to) noexcept(!counts_at_run_time<X, To>) {
    constexpr bool throws = counts_at_run_time<X, To>;
    constexpr int columns = batch_traits<X>::cols;
    const auto from = as_rows(x);
    const std::ptrdiff_t count = from.count();
    if constexpr (throws)
        if (const auto room = as_rows(to).count(); count != room || count % B != 0) [[unlikely]]
            fail_time_major(call, count, room, B);
    require_apart<throws>(call, numbers_of("the sequences", x), numbers_of("their place", to));
    const std::ptrdiff_t steps = count / B;
    auto* const place = place_of(to);
    for (std::ptrdiff_t b = 0; b < B; ++b)
        for (std::ptrdiff_t t = 0; t < steps; ++t) {
            const std::ptrdiff_t by_time = t * B + b, by_sequence = b * steps + t;
            copy_n(from.data() + (FromTime ? by_time : by_sequence) * columns, columns,
                   place + (FromTime ? by_sequence : by_time) * columns);
        }
}

} // namespace detail

/// Copies the steps of B sequences that lie step after step, row t * B + b of x, to where each sequence's are
/// together, as they are in this library: row b * T + t of `to`. (PyTorch's recurrent layers have the former,
/// (T, B, features), unless they say batch_first.)
///
///     hg::from_time_major<3>(x, y);
///
/// x and `to`: a matrix, a view, rows, or a run of labels or tokens; of one type of number, as many columns
/// and as many rows, which are T steps of each of B sequences, and apart from each other: else it does not
/// compile, or fails before anything is written.
template <int B, class X, class To>
constexpr void from_time_major(const X& x, To&& to) noexcept(!detail::counts_at_run_time<X, To>) {
    using verdict = typename decltype(detail::judge_time_major<B, X, To>())::type;
    if constexpr (!is_well_formed<verdict>)
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
    else
        detail::exchange_steps_and_sequences<B, true>("from_time_major", x, to);
}
/// The way back: row b * T + t of x to row t * B + b.
template <int B, class X, class To>
constexpr void to_time_major(const X& x, To&& to) noexcept(!detail::counts_at_run_time<X, To>) {
    using verdict = typename decltype(detail::judge_time_major<B, X, To>())::type;
    if constexpr (!is_well_formed<verdict>)
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
    else
        detail::exchange_steps_and_sequences<B, false>("to_time_major", x, to);
}

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
