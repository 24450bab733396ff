/// The weights of a layer, packed for the machine.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/view.hpp>
#include <handgrad/kernel/packed/panels.hpp>
#include <handgrad/kernel/packed/plain_words.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel::detail {

/// W (K x N) in panels of at most eight vectors, one after the other, each row by row: a product with one row
/// reads them from the first byte to the last, one panel at a time. The columns beyond N that fill the last
/// block are zero.
template <class Words, int K, int N>
class packed_weights {
public:
    using storage = Words;
    using T = typename storage::number;
    using word = typename storage::word;

    static constexpr int blocks = (N + storage::block - 1) / storage::block;
    using layout = panels<blocks, 8 * storage::lanes / storage::block>;

    constexpr packed_weights() = default;
    constexpr explicit packed_weights(view<const T, K, N> w) noexcept {
        for (int k = 0; k < K; ++k)
            for (int o = 0; o < N; ++o) storage::put(row_of(words_, k, o), column_of(o), w(k, o));
    }

    /// What is multiplied: a weight, as it is stored.
    constexpr T operator()(int k, int o) const noexcept {
        return storage::get(row_of(words_, k, o), column_of(o));
    }

    /// The panel that begins with this block of columns.
    HANDGRAD_INLINE constexpr const word* panel_at(int block) const noexcept {
        return words_ + K * storage::block_words * block;
    }

private:
    static constexpr int column_of(int o) noexcept {
        return o - layout::before(layout::of(o / storage::block)) * storage::block;
    }
    template <class Word>
    static constexpr Word* row_of(Word* words, int k, int o) noexcept {
        const int p = layout::of(o / storage::block);
        return words + storage::block_words * (K * layout::before(p) + k * layout::width(p));
    }

    alignas(64) word words_[K * blocks * storage::block_words] = {};
};

} // namespace kernel::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
