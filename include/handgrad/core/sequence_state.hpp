/// What a network remembers of sequences, as a value.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/check.hpp>
#include <handgrad/core/memory.hpp>
#include <handgrad/core/view.hpp>

#include <cstddef>
#include <cstdint>

namespace handgrad {
namespace detail {

[[noreturn, gnu::cold, gnu::noinline]] inline void negative_steps(std::int64_t steps) noexcept {
    refuse(sentence("a state: found ", steps, " steps made, expected 0 or more").c_str());
}

} // namespace detail

/// The state of so many sequences (voices, streams, episodes): for each a row of Size numbers, layer after
/// layer, and the number of steps that it has made; all zero at first. A sequence that has made no step
/// begins as the layers say that it does, if they do; else with the numbers that are here. It is a value:
/// copy it to return to it. Its type consists of numbers alone, one of which says whose state it is, so that
/// it may go from one translation unit to another, built with other options. net::state<B> is its name.
template <class T, int Sequences, int Size, std::uint64_t Fingerprint>
class sequence_state {
    static_assert(Sequences >= 1, "a state is that of one sequence at least: Net::state<1>");

public:
    using value_type = T;
    static constexpr int sequences = Sequences;
    /// Of one sequence.
    static constexpr int size = Size;
    static constexpr std::uint64_t fingerprint = Fingerprint;
    using one = sequence_state<T, 1, Size, Fingerprint>;

    HANDGRAD_INLINE constexpr sequence_state() noexcept
        : sequence_state(detail::placed::at("a state", this)) {}

    /// A row for each sequence.
    HANDGRAD_INLINE constexpr view<T, Sequences, Size> numbers() noexcept HANDGRAD_OF_THIS {
        return view<T, Sequences, Size>(data_);
    }
    HANDGRAD_INLINE constexpr view<const T, Sequences, Size> numbers() const noexcept HANDGRAD_OF_THIS {
        return view<const T, Sequences, Size>(data_);
    }

    /// The steps that sequence b has made.
    HANDGRAD_INLINE constexpr std::int64_t steps(int b = 0) const noexcept {
        return HANDGRAD_EXPECT(has(b), detail::number_out_of_range("a state's sequences", b, Sequences)),
               steps_[b];
    }
    /// For a state that comes from elsewhere, as from a file.
    HANDGRAD_INLINE constexpr void set_steps(int b, std::int64_t steps) noexcept {
        HANDGRAD_EXPECT(has(b), detail::number_out_of_range("a state's sequences", b, Sequences));
        HANDGRAD_EXPECT(steps >= 0, detail::negative_steps(steps));
        steps_[b] = steps;
    }
    /// All of them have made so many more: what runs them says so by itself.
    HANDGRAD_INLINE constexpr void count_steps(std::int64_t more) noexcept {
        for (std::int64_t& steps : steps_) steps += more;
    }

    /// Back to the beginning: all sequences, or sequence b.
    HANDGRAD_INLINE constexpr void reset() noexcept {
        for (int b = 0; b < Sequences; ++b) put(b, one{});
    }
    HANDGRAD_INLINE constexpr void reset(int b) noexcept { put(b, one{}); }
    /// The state of sequence b, as one of its own.
    HANDGRAD_INLINE constexpr one take(int b) const noexcept {
        HANDGRAD_EXPECT(has(b), detail::number_out_of_range("a state's sequences", b, Sequences));
        one taken;
        for (int i = 0; i < Size; ++i) taken.numbers()(0, i) = data_[b * Size + i];
        taken.set_steps(0, steps_[b]);
        return taken;
    }
    /// Sequence b goes on as another one.
    HANDGRAD_INLINE constexpr void put(int b, const one& other) noexcept {
        HANDGRAD_EXPECT(has(b), detail::number_out_of_range("a state's sequences", b, Sequences));
        for (int i = 0; i < Size; ++i) data_[b * Size + i] = other.numbers()(0, i);
        steps_[b] = other.steps();
    }

    /// Equal numbers in every place, and as many steps (so NaN is unequal to itself, and +0 equals -0).
    HANDGRAD_INLINE constexpr bool operator==(const sequence_state& other) const noexcept {
        for (int b = 0; b < Sequences; ++b)
            if (steps_[b] != other.steps_[b]) return false;
        for (int i = 0; i < Sequences * Size; ++i)
            if (!(data_[i] == other.data_[i])) return false;
        return true;
    }

    /// What layers see of it.
    HANDGRAD_INLINE constexpr memory<T, Sequences, Size> seen() noexcept HANDGRAD_OF_THIS {
        return {data_, Size, steps_};
    }

private:
    HANDGRAD_INLINE constexpr explicit sequence_state(detail::placed) noexcept : data_{}, steps_{} {}
    HANDGRAD_INLINE static constexpr bool has(int b) noexcept { return 0 <= b && b < Sequences; }

    alignas(64) T data_[Sequences * Size > 0 ? Sequences* Size : 1];
    std::int64_t steps_[Sequences > 0 ? Sequences : 1];
};

namespace detail {

template <class State>
inline constexpr bool is_sequence_state = false;
template <class T, int Sequences, int Size, std::uint64_t Fingerprint>
inline constexpr bool is_sequence_state<sequence_state<T, Sequences, Size, Fingerprint>> = true;

} // namespace detail

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
