/// What losses of sequences that are not equally long have in common.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/loss/by_hand.hpp>
#include <handgrad/loss/sequence_lengths.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Another loss, and how many steps of each sequence count, `Least` or more: the base of Self<Loss>.
template <template <class> class Self, class Loss, int Least>
class ragged_loss {
public:
    using weighted = Loss;

    template <class T>
    using target_type = typename Loss::template target_type<T>;
    template <int N>
    static constexpr int target_cols = Loss::template target_cols<N>;

    template <lengths_of_sequences Lengths>
    constexpr ragged_loss(const Loss& loss, const Lengths& lengths) noexcept
        : loss_(loss), lengths_(lengths) {}
    constexpr ragged_loss(const Loss& loss, sequence_lengths lengths) noexcept
        : loss_(loss), lengths_(lengths) {}

    /// For a call: see network/passes.hpp, and network/call_check.hpp.
    constexpr Self<Loss> of_sequences(std::ptrdiff_t first, std::ptrdiff_t count) const noexcept {
        return Self<Loss>(loss_, lengths_.part(first, count));
    }
    template <bool Throws>
    constexpr void check_sequences(const char* call, std::ptrdiff_t sequences, int steps) const
        noexcept(!Throws) {
        lengths_.check<Least, Throws>(call, sequences, steps);
    }

protected:
    /// The same of a loss that is called by hand, with so many rows: as many of each sequence.
    constexpr void check_by_hand(const char* name, int rows) const {
        const auto count = static_cast<int>(lengths_.count());
        if (count == 0 || rows % count != 0) fail_rows_of_lengths(name, rows, count);
        lengths_.check<Least, true>(name, count, rows / count);
    }

    Loss loss_;
    sequence_lengths lengths_;
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
