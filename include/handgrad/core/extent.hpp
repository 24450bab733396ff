/// The size of a batch in two directions: sequences, and steps of each.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

namespace handgrad {

/// `sequences` sequences of `steps` steps each: sequences * steps rows, one sequence after the other. Row
/// b * steps + t is step t of sequence b.
///
/// It stands where a number of rows stands, and is made of one: n rows are n sequences of one step. A layer
/// that looks at each row by itself is a template of `int B`, and gets that number; one that looks from step
/// to step is a template of `extent B`.
struct extent {
    int sequences = 1, steps = 1;

    HANDGRAD_INLINE constexpr extent(int rows) noexcept : sequences(rows) {}
    HANDGRAD_INLINE constexpr extent(int sequence_count, int step_count) noexcept
        : sequences(sequence_count), steps(step_count) {}

    /// The number of rows.
    HANDGRAD_INLINE constexpr operator int() const noexcept { return sequences * steps; }

    /// So many sequences of as many steps.
    HANDGRAD_INLINE constexpr extent with_sequences(int count) const noexcept { return {count, steps}; }
    /// As many sequences of so many steps.
    HANDGRAD_INLINE constexpr extent with_steps(int count) const noexcept { return {sequences, count}; }
};

/// So many steps of one sequence, or, times a number, of as many sequences: net::workspace<16 * steps(64)>.
struct step_count {
    int count;

    constexpr operator extent() const noexcept { return {1, count}; }
    friend constexpr extent operator*(int sequences, step_count steps) noexcept {
        return {sequences, steps.count};
    }
};
/// So many steps: 16 * steps(64) are 16 sequences of 64 steps.
constexpr step_count steps(int count) noexcept { return {count}; }

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
