/// Z W with W packed for the machine.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/packed/packed_weights.hpp>
#include <handgrad/kernel/packed/specified_gemm.hpp>
#include <handgrad/kernel/product/order.hpp>
#include <handgrad/kernel/product/tile_plan.hpp>
#include <handgrad/simd/register_hints.hpp>

#include <cstddef>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// C (Rows x N) = Z (Rows x K) W, tile by tile, in the canonical order of Z W with `Chains` chains.
template <class V, class Words, int Rows, int K, int N, int Chains>
class packed_product {
    using weights = packed_weights<Words, K, N>;
    using storage = typename weights::storage;
    using T = typename storage::number;
    using word = typename storage::word;
    using reader = typename storage::template reader<V>;
    static constexpr int at_a_time = reader::vectors;

    /// The lanes of the last vector of a row that are stored: of those that are columns, and what fills their
    /// last block.
    static constexpr int stored(int lanes) {
        const int whole_blocks = (lanes + storage::block - 1) / storage::block * storage::block;
        return whole_blocks < V::width ? whole_blocks : V::width;
    }

public:
    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const T* z, const weights& w, Start start, Finish finish) {
        using layout = typename weights::layout;
        constexpr int all = layout::before(layout::last) + layout::width(layout::last);
        layout::template for_each<(N < all * storage::block)>(
            [&]<int Blocks, bool Last>(int block) HANDGRAD_INLINE_LAMBDA {
                constexpr int columns =
                    Last ? N - layout::before(layout::last) * storage::block : Blocks * storage::block;
                panel<Blocks, columns>(z, w.panel_at(block), block * storage::block, start, finish);
            });
    }

private:
    /// One row takes a whole panel at once, of eight vectors as they are stored for it; more rows take two or
    /// three vectors of it.
    template <int Blocks, int Columns, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void panel(const T* z, const word* w, int first, Start start,
                                                Finish finish) {
        constexpr int vectors = (Columns + V::width - 1) / V::width;
        constexpr int last_lanes = Columns - (vectors - 1) * V::width;
        constexpr int stride = Blocks * storage::block_words;
        const auto words = [&](int v) HANDGRAD_INLINE_LAMBDA { return w + v / at_a_time * reader::words; };
        constexpr int of_a_row = at_a_time > 8 ? at_a_time : 8;
        if constexpr (Rows == 1 && vectors <= of_a_row) {
            tile<stride, 1, vectors, last_lanes>(z, w, 0, first, start, finish);
        } else {
            constexpr split s = Rows == 1       ? whole_tiles(vectors, of_a_row)
                                : at_a_time > 2 ? whole_tiles(vectors, at_a_time)
                                                : tile_columns(4, vectors);
            static_assert(s.size % at_a_time == 0 || s.count == 1);
            for_each<s.but_last()>([&]<int Vectors>(int v) HANDGRAD_INLINE_LAMBDA {
                rows_of_tiles<stride, Vectors, V::width>(z, words(v), first + v * V::width, start, finish);
            });
            constexpr int last = vectors - s.last_size();
            rows_of_tiles<stride, s.last_size(), last_lanes>(z, words(last), first + last * V::width, start,
                                                             finish);
        }
    }

    /// (Not inlined: the compiler would have a function too long for it.)
    template <int Stride, int Vectors, int LastLanes, class Start, class Finish>
    static constexpr void rows_of_tiles(const T* z, const word* w, int first, Start start, Finish finish) {
        constexpr int fit = tile_rows(simd::machine_of<V>, Vectors) / Chains;
        for_each<balanced(Rows, fit > 1 ? fit : 1)>([&]<int TileRows>(int row) HANDGRAD_INLINE_LAMBDA {
            tile<Stride, TileRows, Vectors, LastLanes>(z, w, row, first, start, finish);
        });
    }

    template <int TileRows, int Vectors>
    struct sums {
        V chain[Chains][TileRows][Vectors];
    };

    /// Vectors from column `first` on; of the last one, LastLanes lanes are columns.
    template <int Stride, int TileRows, int Vectors, int LastLanes, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void tile(const T* all_z, const word* w, int row, int first, Start start,
                                               Finish finish) {
        const T* const z = all_z + row * K;
        sums<TileRows, Vectors> acc;
        [&]<int... J>(std::integer_sequence<int, J...>) HANDGRAD_INLINE_LAMBDA {
            HANDGRAD_UNROLL
            for (int i = 0; i < TileRows; ++i)
                ((acc.chain[0][i][J] = start.template begin<V, (J + 1 < Vectors ? V::width : LastLanes)>(
                      row + i, first + J * V::width)),
                 ...);
            HANDGRAD_UNROLL
            for (int c = 1; c < Chains; ++c) HANDGRAD_UNROLL
            for (int i = 0; i < TileRows; ++i) ((acc.chain[c][i][J] = V(0)), ...);
        }
        (std::make_integer_sequence<int, Vectors>{});

        constexpr int at_once = V::group > Chains ? V::group : Chains;
        constexpr int whole = K / at_once * at_once;
        const reader from;
        for (int k = 0; k < whole; k += at_once) {
            if constexpr (TileRows == 1 && at_a_time > 1 &&
                          K * Stride * int(sizeof(word)) > simd::machine_of<V>.direct_bytes)
                fetch<at_once * Stride>(w + k * Stride);
            steps<Stride, LastLanes>(z + k, w + k * Stride, from, acc,
                                     std::make_integer_sequence<int, at_once>{});
        }
        last_steps<Stride, LastLanes>(z + whole, w + whole * Stride, from, acc,
                                      std::make_integer_sequence<int, K - whole>{});

        [&]<int... J>(std::integer_sequence<int, J...>) HANDGRAD_INLINE_LAMBDA {
            HANDGRAD_UNROLL
            for (int i = 0; i < TileRows; ++i)
                ((finish.template end<V, (J + 1 < Vectors ? V::width : LastLanes)>(
                     row + i, first + J * V::width, total(acc, i, J))),
                 ...);
        }
        (std::make_integer_sequence<int, Vectors>{});
    }

    /// Words that lie ahead. (From 512 to 4096 bytes ahead bfloat16 gains 2 to 5 %; floats, whose loads leave
    /// less room, gain nothing.)
    static constexpr int ahead = 1536 / static_cast<int>(sizeof(word));
    template <int Count>
    HANDGRAD_INLINE static void fetch(const word* w) {
        constexpr int line = 64 / static_cast<int>(sizeof(word));
        HANDGRAD_UNROLL
        for (int i = 0; i < Count; i += line) __builtin_prefetch(w + ahead + i);
    }

    /// V::group factors of a single row come by one load where loads are what there is least of.
    template <int Stride, int LastLanes, int TileRows, int Vectors, int... S>
    HANDGRAD_INLINE static constexpr void steps(const T* z, const word* w, const reader& from,
                                                sums<TileRows, Vectors>& acc,
                                                std::integer_sequence<int, S...>) {
        if constexpr (TileRows == 1 && at_a_time == 1 && sizeof...(S) % V::group == 0) {
            const auto group = [&](int s)
                                   HANDGRAD_INLINE_LAMBDA { return V::template repeat<V::group>(z + s); };
            (step_of_row<0, LastLanes>(
                 in_register(group(S / V::group * V::group)).template spread<S % V::group>(), w + S * Stride,
                 from, acc.chain[S % Chains][0]),
             ...);
        } else {
            (step<LastLanes>(z + S, w + S * Stride, from, acc.chain[S % Chains]), ...);
        }
    }
    template <int Stride, int LastLanes, int TileRows, int Vectors, int... S>
    HANDGRAD_INLINE static constexpr void
    last_steps([[maybe_unused]] const T* z, [[maybe_unused]] const word* w,
               [[maybe_unused]] const reader& from, [[maybe_unused]] sums<TileRows, Vectors>& acc,
               std::integer_sequence<int, S...>) {
        (step<LastLanes>(z + S, w + S * Stride, from, acc.chain[S % Chains]), ...);
    }

    /// The next at_a_time vectors of a row, from vector J on.
    template <int J, int Vectors, int LastLanes>
    HANDGRAD_INLINE static constexpr void read(V (&row)[at_a_time], const word* w, const reader& from) {
        from.template read<(J + 1 < Vectors ? V::width : stored(LastLanes))>(row, w);
    }

    template <int J, int LastLanes, int Vectors>
    HANDGRAD_INLINE static constexpr void step_of_row(V factor, const word* w, const reader& from,
                                                      V (&acc)[Vectors]) {
        V row[at_a_time];
        read<J, Vectors, LastLanes>(row, w, from);
        HANDGRAD_UNROLL
        for (int b = 0; b < at_a_time; ++b)
            if (J + b < Vectors) acc[J + b] = fma(factor, row[b], acc[J + b]);
        if constexpr (J + at_a_time < Vectors)
            step_of_row<J + at_a_time, LastLanes>(factor, w + reader::words, from, acc);
    }
    template <int LastLanes, int TileRows, int Vectors>
    HANDGRAD_INLINE static constexpr void step(const T* z, const word* w, const reader& from,
                                               V (&acc)[TileRows][Vectors]) {
        if constexpr (TileRows == 1) {
            step_of_row<0, LastLanes>(V(*z), w, from, acc[0]);
        } else {
            constexpr int blocks = (Vectors + at_a_time - 1) / at_a_time;
            V row[blocks][at_a_time];
            [&]<int... J>(std::integer_sequence<int, J...>) HANDGRAD_INLINE_LAMBDA {
                (read<J * at_a_time, Vectors, LastLanes>(row[J], w + J * reader::words, from), ...);
            }
            (std::make_integer_sequence<int, blocks>{});
            HANDGRAD_UNROLL
            for (int j = 0; j < Vectors; ++j)
                row[j / at_a_time][j % at_a_time] = in_register(row[j / at_a_time][j % at_a_time]);
            HANDGRAD_UNROLL
            for (std::ptrdiff_t i = 0; i < TileRows; ++i) {
                const V factor(z[i * K]);
                HANDGRAD_UNROLL
                for (int j = 0; j < Vectors; ++j)
                    acc[i][j] = fma(factor, row[j / at_a_time][j % at_a_time], acc[i][j]);
            }
        }
    }

    template <int TileRows, int Vectors>
    HANDGRAD_INLINE static constexpr V total(const sums<TileRows, Vectors>& acc, int i, int j) {
        V chain[Chains];
        HANDGRAD_UNROLL
        for (int c = 0; c < Chains; ++c) chain[c] = acc.chain[c][i][j];
        return tree<Chains>(chain);
    }
};

} // namespace detail

/// out = finish(start + Z W)        Z: (M, K)   W: (K, N), packed   out: (M, N), in the order of gemm_nn
template <class T, int M, int K, int N, class Words, class Start, class Finish>
HANDGRAD_INLINE constexpr void gemm_nn(view<const T, M, K> z, const detail::packed_weights<Words, K, N>& w,
                                       Start start, Finish finish) {
    if (__builtin_is_constant_evaluated())
        detail::specified_gemm(z, w, start, finish);
    else
        detail::packed_product<simd::native_vector<T>, Words, M, K, N, forward_chains(K, N)>::run(
            z.data(), w, start, finish);
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
