/// How many steps of each sequence of a batch count.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/check.hpp>
#include <handgrad/core/contiguous.hpp>
#include <handgrad/core/fail.hpp>

#include <concepts>
#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Numbers of int that lie one after the other: what says how long sequences are.
template <class Lengths>
concept lengths_of_sequences = contiguous<Lengths> && std::same_as < element_of<Lengths>,
int > ;

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_lengths(const char* call, std::ptrdiff_t lengths,
                                                                std::ptrdiff_t sequences, int steps) {
    fail(call, ": found the lengths of ", lengths, " sequences, expected those of ", sequences, ", of ",
         steps, steps == 1 ? " step" : " steps");
}
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_length(const char* call, std::ptrdiff_t b, int length,
                                                               int least, int steps) {
    fail(call, ": found length ", length, " of sequence ", b, ", expected ", least, " to ", steps);
}
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_rows_of_lengths(const char* name, int rows,
                                                                        int lengths) {
    fail(name, ": found ", rows, " rows and the lengths of ", lengths,
         " sequences, expected as many rows for each of at least one");
}
/// The same in a function that promises not to throw.
[[noreturn, gnu::cold, gnu::noinline]] inline void
refuse_lengths(const char* call, std::ptrdiff_t lengths, std::ptrdiff_t sequences, int steps) noexcept {
    refuse(sentence(call, ": found the lengths of ", lengths, " sequences, expected those of ", sequences,
                    ", of ", steps, steps == 1 ? " step" : " steps")
               .c_str());
}
[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_length(const char* call, std::ptrdiff_t b,
                                                                 int length, int least, int steps) noexcept {
    refuse(sentence(call, ": found length ", length, " of sequence ", b, ", expected ", least, " to ", steps)
               .c_str());
}

/// The lengths of some sequences, which belong to somebody else.
class sequence_lengths {
public:
    template <lengths_of_sequences Lengths>
    constexpr explicit sequence_lengths(const Lengths& lengths) noexcept
        : sequence_lengths(data_of(lengths), count_of(lengths)) {}

    constexpr std::ptrdiff_t count() const noexcept { return count_; }
    constexpr int operator[](std::ptrdiff_t b) const noexcept { return data_[b]; }
    constexpr sequence_lengths part(std::ptrdiff_t first, std::ptrdiff_t count) const noexcept {
        return {data_ + first, count};
    }

    /// There is one for each of so many sequences, `Least` to `steps`.
    template <int Least, bool Throws>
    constexpr void check(const char* call, std::ptrdiff_t sequences, int steps) const noexcept(!Throws) {
        if (count_ != sequences) {
            if constexpr (Throws)
                fail_lengths(call, count_, sequences, steps);
            else
                refuse_lengths(call, count_, sequences, steps);
        }
        for (std::ptrdiff_t b = 0; b < count_; ++b)
            if (data_[b] < Least || data_[b] > steps) {
                if constexpr (Throws)
                    fail_length(call, b, data_[b], Least, steps);
                else
                    refuse_length(call, b, data_[b], Least, steps);
            }
    }

private:
    constexpr sequence_lengths(const int* data, std::ptrdiff_t count) noexcept : data_(data), count_(count) {}

    const int* data_;
    std::ptrdiff_t count_;
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
