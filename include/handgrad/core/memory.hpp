/// What a layer remembers of sequences between their steps.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/view.hpp>

#include <cstddef>
#include <cstdint>

namespace handgrad {

/// Size numbers for each of so many sequences, which belong to somebody else: each sequence's follow each
/// other, in a row that may be longer. Beside them, the number of steps that each sequence has made before
/// these: 0 where it begins. Cheap to pass on.
template <class T, int Sequences, int Size>
class memory {
public:
    using value_type = T;
    static constexpr int sequences = Sequences;
    static constexpr int size = Size;

    /// Sequence b's numbers begin at data + b * pitch, and `steps` of it are behind it, `stride` of which are
    /// one of this layer's.
    HANDGRAD_INLINE constexpr memory(T* data, std::ptrdiff_t pitch, const std::int64_t* steps,
                                     int stride = 1) noexcept
        : data_(data), pitch_(pitch), steps_(steps), stride_(stride) {}

    /// Number i of sequence b.
    HANDGRAD_INLINE constexpr T& operator()(int b, int i) const noexcept { return data_[b * pitch_ + i]; }
    /// All numbers of sequence b.
    HANDGRAD_INLINE constexpr view<T, 1, Size> row(int b) const noexcept {
        return view<T, 1, Size>(data_ + b * pitch_);
    }
    /// The steps that sequence b has made.
    HANDGRAD_INLINE constexpr std::int64_t steps(int b) const noexcept { return steps_[b] / stride_; }

    /// Of layers one after the other, the numbers of one: Count of them, from number First on. `stride`
    /// steps of these make one of that layer's.
    template <int First, int Count>
    HANDGRAD_INLINE constexpr memory<T, Sequences, Count> part(int stride = 1) const noexcept {
        return {data_ + First, pitch_, steps_, stride_ * stride};
    }
    /// So many of the sequences, from sequence `first` on.
    template <int Count>
    HANDGRAD_INLINE constexpr memory<T, Count, Size> of_sequences(std::ptrdiff_t first) const noexcept {
        return {data_ + first * pitch_, pitch_, steps_ + first, stride_};
    }
    /// Other numbers, that lie one sequence after the other, at the same steps.
    template <class U>
    HANDGRAD_INLINE constexpr memory<U, Sequences, Size> with_numbers(U* data) const noexcept {
        return {data, Size, steps_, stride_};
    }

    /// From here to numbers that lie one sequence after the other, and back.
    HANDGRAD_INLINE constexpr void copy_to(T* to) const noexcept {
        for (int b = 0; b < Sequences; ++b)
            for (int i = 0; i < Size; ++i) to[b * Size + i] = (*this)(b, i);
    }
    HANDGRAD_INLINE constexpr void copy_from(const T* from) const noexcept {
        for (int b = 0; b < Sequences; ++b)
            for (int i = 0; i < Size; ++i) (*this)(b, i) = from[b * Size + i];
    }

private:
    T* data_; // none of theirs are written where Size is 0
    std::ptrdiff_t pitch_;
    const std::int64_t* steps_;
    int stride_;
};

/// In place of a memory, of what remembers nothing.
struct no_memory {};

namespace detail {

/// The steps that so many sequences have made that begin.
template <int Sequences>
inline constexpr std::int64_t no_steps[Sequences] = {};

} // namespace detail

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
