/// A register tile, from where its sums start to where they go.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/kernel/product/compiler.hpp>
#include <handgrad/kernel/product/tile.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// The tile of Rows rows at (row, col) of the result. `cover` says how its vectors cover the columns; lengths
/// are in the types, or in the values.
template <class V, int Rows, int Chains, class Columns>
class tile_of_rows {
    using T = typename V::value_type;

public:
    /// Whether what happens to the sums is a function of its own.
    template <class Finish>
    static constexpr bool ends_apart = changes_once<Finish>&& compiler::changes_apart;

    template <class Left, class Right, class Depth, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(Left left, Right right, Depth depth, Columns cover,
                                              std::ptrdiff_t row, std::ptrdiff_t col, Start start,
                                              const Finish& finish) {
        const tile<V, Rows, Chains, Columns, Left, Right, Depth> t{left, right, depth};
        auto first = decltype(t)::accumulators::zero();
        const auto begin = start.at(row, col);
        HANDGRAD_UNROLL
        for (int i = 0; i < Rows; ++i) HANDGRAD_UNROLL
        for (int j = 0; j < Columns::vectors; ++j)
            first.c[i][j] = begin.template begin<V, Columns::lanes>(i, cover.offset(j));
        if constexpr (Columns::tail > 0) begin_tail<0>(first.tail, begin);
        const auto sums = t.sum(first);
        if constexpr (ends_apart<Finish>)
            end_apart(sums, cover, row, col, finish);
        else
            end(sums, cover, finish.at(row, col));
    }

private:
    template <class Sums, class Finish>
    HANDGRAD_INLINE static constexpr void end(const Sums& sums, Columns cover, Finish finish) {
        HANDGRAD_UNROLL
        for (int i = 0; i < Rows; ++i) {
            if constexpr (changes_once<Finish> && Columns::vectors > 1) {
                finish.template end_row<V, Columns::vectors>(i, cover.offset(Columns::vectors - 1),
                                                             sums.c[i]);
            } else {
                HANDGRAD_UNROLL
                for (int j = 0; j < Columns::vectors; ++j)
                    finish.template end<V, Columns::lanes>(i, cover.offset(j), sums.c[i][j]);
            }
        }
        if constexpr (Columns::tail > 0) end_tail<0>(sums.tail, finish);
    }

    template <class Sums, class Finish>
    [[gnu::noinline]] static constexpr void end_apart(const Sums& sums, Columns cover, std::ptrdiff_t row,
                                                      std::ptrdiff_t col, const Finish& finish) {
        end(sums, cover, finish.at(row, col));
    }

    /// Rows I, I + 1, ... of the tail, into the slots of the vectors they share and out of them.
    template <int I, class Start>
    HANDGRAD_INLINE static constexpr void begin_tail(V* shared, Start start) {
        constexpr int lane = I % Columns::sharing * Columns::slot;
        const V first = start.template begin<V, Columns::slot>(I, Columns::tail_offset);
        V& s = shared[I / Columns::sharing];
        s = lane == 0 ? first : V::template joined<lane>(s, first.template rotated<lane>());
        if constexpr (I + 1 < Rows) begin_tail<I + 1>(shared, start);
    }
    template <int I, class Finish>
    HANDGRAD_INLINE static constexpr void end_tail(const V* shared, const Finish& finish) {
        // Of a tail of three, the column that a vector has, too.
        constexpr int again = changes_once<Finish> ? Columns::slot - Columns::tail : 0;
        constexpr int lane = I % Columns::sharing * Columns::slot + again;
        const V sum = shared[I / Columns::sharing].template rotated<(V::width - lane) % V::width>();
        finish.template end<V, Columns::slot - again>(I, Columns::tail_offset + again, sum);
        if constexpr (I + 1 < Rows) end_tail<I + 1>(shared, finish);
    }
};

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
