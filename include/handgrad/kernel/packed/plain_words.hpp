/// The words in which weights are stored: numbers as they are.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/select.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel::detail {

/// A row of weights lies in blocks of `block` numbers, in words: get and put work on one number of a row.
/// Blocks are made for registers of 32 bytes, whatever the build has, so that they do not depend on it. A
/// reader makes `vectors` vectors V of the next `words` words, or of the first Lanes numbers that they would
/// hold, where a row ends. (Other words: frozen/storage/.)
template <class T>
struct plain_words {
    using number = T;
    using word = T;
    static constexpr int lanes = 32 / static_cast<int>(sizeof(T));
    static constexpr int block = lanes, block_words = lanes;

    static constexpr T get(const word* row, int col) noexcept { return row[col]; }
    static constexpr void put(word* row, int col, T w) noexcept { row[col] = w; }
    template <class V>
    struct reader {
        static constexpr int vectors = 1, words = V::width;
        template <int Lanes>
        HANDGRAD_INLINE void read(V (&numbers)[1], const word* from) const noexcept {
            numbers[0] = V::template load_first<Lanes>(from);
        }
    };
};

} // namespace kernel::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
