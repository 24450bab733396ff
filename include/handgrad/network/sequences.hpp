/// Batches that say which sequences their rows are.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/memory.hpp>
#include <handgrad/core/other_call.hpp>
#include <handgrad/core/overlap.hpp>
#include <handgrad/core/sequence_state.hpp>
#include <handgrad/core/verdict.hpp>
#include <handgrad/network/batch.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Batch>
struct sequences_told_twice {
    static_assert(detail::holds<Batch>,
                  "these rows say already which sequences they are: hg::sequences<B>(x) and "
                  "hg::going_on(x, state) take x itself");
};
template <int Count>
struct no_sequences {
    static_assert(Count >= 1, "a batch has one sequence at least: hg::sequences<B>(x)");
};

} // namespace mistake

namespace detail {

/// Stands for the rows of what is no batch.
template <class X>
struct not_a_batch_of_rows {};

/// What X is as rows, of which the compiler knows how many if it knows it of X; X itself if it is no batch.
template <class X>
HANDGRAD_INLINE constexpr auto rows_of_batch(const X& x) {
    using traits = batch_traits<X>;
    if constexpr (!traits::valid)
        return not_a_batch_of_rows<X>{};
    else if constexpr (traits::rows == run_time_rows)
        return as_rows(x);
    else
        return view<const typename traits::value_type, traits::rows, traits::cols>(as_rows(x).data());
}

/// The rows of so many sequences, from their beginning, or from a state on if there is one; `Gradient`, if it
/// is given, is the gradient with respect to that. Both are references if variables were passed.
template <class Rows, int Sequences, class State = discard, class Gradient = discard>
struct sequence_batch {
    static constexpr int sequences = Sequences;
    using state_type = State;
    using gradient_type = Gradient;

    Rows rows;
    std::remove_reference_t<State>* state = nullptr;
    std::remove_reference_t<Gradient>* gradient = nullptr;
};

template <class X>
inline constexpr bool is_sequence_batch = false;
template <class Rows, int Sequences, class State, class Gradient>
inline constexpr bool is_sequence_batch<sequence_batch<Rows, Sequences, State, Gradient>> = true;

template <class X>
struct traits_of_batch<not_a_batch_of_rows<X>> : traits_of_batch<X> {};
template <class Rows, int Sequences, class State, class Gradient>
struct traits_of_batch<sequence_batch<Rows, Sequences, State, Gradient>> : traits_of_batch<Rows> {};

template <class Rows, int Sequences, class State, class Gradient>
constexpr auto as_rows(const sequence_batch<Rows, Sequences, State, Gradient>& x) noexcept {
    return as_rows(x.rows);
}

/// A batch without what it says of sequences: what is compared with other places in memory.
template <class X>
HANDGRAD_INLINE constexpr const X& plain_batch(const X& x) noexcept {
    return x;
}
template <class Rows, int Sequences, class State, class Gradient>
HANDGRAD_INLINE constexpr const Rows&
plain_batch(const sequence_batch<Rows, Sequences, State, Gradient>& x) noexcept {
    return x.rows;
}

template <class X>
using plain_batch_type = std::remove_cvref_t<decltype(plain_batch(std::declval<const X&>()))>;

/// The sequences of a state; 1 of what is none.
template <class State>
inline constexpr int sequences_of_state = 1;
template <class T, int Sequences, int Size, std::uint64_t Fingerprint>
inline constexpr int sequences_of_state<sequence_state<T, Sequences, Size, Fingerprint>> = Sequences;
template <class State>
inline constexpr int sequences_of_state<const State> = sequences_of_state<State>;

/// What is_sequence_batch says of X; 0 of any other.
template <class X>
inline constexpr int sequences_of = 0;
template <class Rows, int Sequences, class State, class Gradient>
inline constexpr int sequences_of<sequence_batch<Rows, Sequences, State, Gradient>> = Sequences;

/// Whether X goes on from a state, and whether the gradient with respect to that is given, too.
template <class X>
inline constexpr bool goes_on_from_state = false;
template <class Rows, int Sequences, class State, class Gradient>
inline constexpr bool goes_on_from_state<sequence_batch<Rows, Sequences, State, Gradient>> =
    !is_discarded<State>;
template <class X>
inline constexpr bool has_state_gradient = false;
template <class Rows, int Sequences, class State, class Gradient>
inline constexpr bool has_state_gradient<sequence_batch<Rows, Sequences, State, Gradient>> =
    !is_discarded<Gradient>;

/// How many sequences a batch is that does not say it: the workspace knows their steps.
inline constexpr int uncounted_sequences = -1;

/// What stands before the last argument of predict is the results, if that is a state, or else a workspace,
/// which is a variable.
template <class Place, class Last>
concept workspace_or_results =
    is_sequence_state<std::remove_cvref_t<Last>> || std::is_lvalue_reference_v<Place>;

template <class T, int Sequences, int Size, std::uint64_t Fingerprint>
inline constexpr bool is_whole_object<sequence_state<T, Sequences, Size, Fingerprint>> = true;

} // namespace detail

/// The rows of x as so many sequences from their beginning, one sequence after the other: row b * steps + t
/// is step t of sequence b. Where a workspace says how many steps a sequence has, B may be left away.
///
///     net::train_step(loss, step, p, hg::sequences<16>(x), target, ws);
template <int B = detail::uncounted_sequences, class X>
[[nodiscard]] constexpr auto sequences(const X& x) {
    if constexpr (detail::is_sequence_batch<X>) {
        using reported [[maybe_unused]] =
            detail::report<decltype(mistake::sequences_told_twice<detail::plain_batch_type<X>>{})>;
        return x;
    } else if constexpr (B < 1 && B != detail::uncounted_sequences) {
        using reported [[maybe_unused]] = detail::report<decltype(mistake::no_sequences<B>{})>;
        return sequences<1>(x);
    } else {
        return detail::sequence_batch<decltype(detail::rows_of_batch(x)), B>{detail::rows_of_batch(x)};
    }
}

/// The rows of x as the next steps of the sequences of a state, which they leave as it is after the last: of
/// a net::state<B>, row b * steps + t is the t-th step from here of sequence b. `gradient`, if it is given, a
/// net::state<B>, too, is the gradient with respect to the state after the last step, and becomes that with
/// respect to the one before the first.
///
///     net::train_step(loss, step, p, hg::going_on(x, state), target, ws);
template <class X, class State>
[[nodiscard]] constexpr auto going_on(const X& x, State&& state) {
    if constexpr (detail::is_sequence_batch<X>) {
        using reported [[maybe_unused]] =
            detail::report<decltype(mistake::sequences_told_twice<detail::plain_batch_type<X>>{})>;
        return x;
    } else {
        return detail::sequence_batch<decltype(detail::rows_of_batch(x)),
                                      detail::sequences_of_state<std::remove_reference_t<State>>, State>{
            detail::rows_of_batch(x), __builtin_addressof(state)};
    }
}
template <class X, class State, class Gradient>
[[nodiscard]] constexpr auto going_on(const X& x, State&& state, Gradient&& gradient) {
    if constexpr (detail::is_sequence_batch<X>) {
        using reported [[maybe_unused]] =
            detail::report<decltype(mistake::sequences_told_twice<detail::plain_batch_type<X>>{})>;
        return x;
    } else {
        return detail::sequence_batch<decltype(detail::rows_of_batch(x)),
                                      detail::sequences_of_state<std::remove_reference_t<State>>, State,
                                      Gradient>{detail::rows_of_batch(x), __builtin_addressof(state),
                                                __builtin_addressof(gradient)};
    }
}

// clang-format off
template <int = 0, class...>
mistake::no_result
    sequences(mistake::call<"sequences<B>(x), B sequences; or sequences(x), where a workspace counts them"> = {},
              mistake::any = {}, mistake::any = {}) = delete;
template <class...>
mistake::no_result
    going_on(mistake::call<"going_on(x, state), or going_on(x, state, gradient of the state)"> = {},
             mistake::any = {}, mistake::any = {}, mistake::any = {}) = delete;
// clang-format on

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
