/// Z W in integers.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/packed/quantized_row.hpp>
#include <handgrad/kernel/packed/quantized_weights.hpp>
#include <handgrad/simd/register_hints.hpp>

#include <cstddef>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// C (Rows x N) = Z (Rows x K) W: both factors are rounded to integers (quantized_row.hpp,
/// quantized_weights.hpp), the sums of whose products are exact.
template <class V, int Rows, int K, int N>
class quantized_product {
    using weights = quantized_weights<K, N>;
    using integers = typename V::integers_type;
    static constexpr int row_length = row_words<V>(K);
    static constexpr int most_rows = 4;         // of a tile of two vectors: eight sums
    static constexpr int most_bytes = 16 << 10; // of rows that are rounded at once
    static constexpr int fit = most_bytes / (4 * row_length);
    static constexpr split pieces = balanced(Rows, fit > 1 ? fit : 1);

    static constexpr std::size_t bytes_of_a_row = 4 * std::size_t{row_length} + sizeof(quantized_row<V>);

public:
    /// The rounded rows on the stack; and whether they are in a frame of their own, which is gone before the
    /// next layer's is there. (Where g++ inlines the products of several layers, it shares nothing. For a
    /// single short row a call would take too long.)
    static constexpr std::size_t row_bytes = pieces.size * bytes_of_a_row;
    static constexpr bool rows_apart = Rows > 1 || bytes_of_a_row > 512;

    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const float* z, const weights& w, Start start, Finish finish) {
        if constexpr (!rows_apart) {
            some_rows<1>(z, w, 0, start, finish);
        } else {
            for_each<pieces>([&]<int Count>(int first) HANDGRAD_INLINE_LAMBDA {
                rows_in_a_frame<Count>(z, w, first, start, finish);
            });
        }
    }

private:
    /// Count rows from row `first` on, and what they become.
    struct operands {
        const std::int32_t* z;
        const quantized_row<V>* row;
        const weights& w;
        int first;
    };

    template <int Count, class Start, class Finish>
    [[gnu::noinline]] static constexpr void rows_in_a_frame(const float* z, const weights& w, int first,
                                                            Start start, Finish finish) {
        some_rows<Count>(z, w, first, start, finish);
    }
    template <int Count, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void some_rows(const float* z, const weights& w, int first, Start start,
                                                    Finish finish) {
        alignas(64) std::int32_t words[Count * row_length];
        quantized_row<V> row[Count];
        for (std::ptrdiff_t i = 0; i < Count; ++i)
            row[i] = quantized_row<V>::template make<K>(z + (first + i) * K, words + i * row_length);
        const operands from{words, row, w, first};
        using layout = typename weights::layout;
        layout::template for_each<(N < weights::columns)>(
            [&]<int Registers, bool Last>(int at) HANDGRAD_INLINE_LAMBDA {
                constexpr int width = Registers * weights::lanes;
                constexpr int columns = Last ? N - layout::before(layout::last) * weights::lanes : width;
                panel<Count, width, columns>(from, w.panel_at(at), at * weights::lanes, start, finish);
            });
    }

    /// Lanes of the last vector of a row that are stored: those that are columns, and what fills their
    /// register.
    static constexpr int stored(int lanes) {
        const int whole = (lanes + weights::lanes - 1) / weights::lanes * weights::lanes;
        return whole < V::width ? whole : V::width;
    }
    template <int Lanes>
    HANDGRAD_INLINE static constexpr integers load(const std::int32_t* from) {
        if constexpr (Lanes == V::width)
            return integers::load(from);
        else
            return integers::template load_first<Lanes>(from);
    }

    /// One row takes a whole panel at once, more rows take two vectors of it.
    template <int Count, int Width, int Columns, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void panel(const operands& from, const std::int32_t* w, int first,
                                                Start start, Finish finish) {
        constexpr int vectors = (Columns + V::width - 1) / V::width;
        constexpr int last_lanes = Columns - (vectors - 1) * V::width;
        if constexpr (Count == 1) {
            tile<Width, 1, vectors, last_lanes>(from, w, 0, first, start, finish);
        } else {
            constexpr int last = vectors % 2 == 0 ? 2 : 1, before = vectors - last;
            for (int v = 0; v < before; v += 2)
                rows_of_tiles<Count, Width, 2, V::width>(from, w + v * V::width, first + v * V::width, start,
                                                         finish);
            rows_of_tiles<Count, Width, last, last_lanes>(from, w + before * V::width,
                                                          first + before * V::width, start, finish);
        }
    }

    /// (Not inlined: the compiler would have a function too long for it.)
    template <int Count, int Width, int Vectors, int LastLanes, class Start, class Finish>
    static constexpr void rows_of_tiles(const operands& from, const std::int32_t* w, int first, Start start,
                                        Finish finish) {
        for_each<balanced(Count, most_rows)>([&]<int TileRows>(int row) HANDGRAD_INLINE_LAMBDA {
            tile<Width, TileRows, Vectors, LastLanes>(from, w, row, first, start, finish);
        });
    }

    /// Vectors from column `first` on; of the last one, LastLanes lanes are columns.
    template <int Width, int TileRows, int Vectors, int LastLanes, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void tile(const operands& from, const std::int32_t* w, int row,
                                               int first, Start start, Finish finish) {
        const std::int32_t* const z = from.z + row * row_length;
        const auto for_each_vector = [](auto f) HANDGRAD_INLINE_LAMBDA {
            [&]<int... J>(std::integer_sequence<int, J...>) HANDGRAD_INLINE_LAMBDA {
                (f(std::integral_constant<int, J>{}), ...);
            }
            (std::make_integer_sequence<int, Vectors>{});
        };
        integers sum[TileRows][Vectors];
        for_each_vector([&]<int J>(std::integral_constant<int, J>) HANDGRAD_INLINE_LAMBDA {
            HANDGRAD_UNROLL
            for (int i = 0; i < TileRows; ++i) sum[i][J] = integers(0);
        });
        for (std::ptrdiff_t k = 0; k < weights::depth; ++k)
            for_each_vector([&]<int J>(std::integral_constant<int, J>) HANDGRAD_INLINE_LAMBDA {
                constexpr int lanes = J + 1 < Vectors ? V::width : stored(LastLanes);
                const integers four = load<lanes>(w + k * Width + J * V::width);
                HANDGRAD_UNROLL
                for (std::ptrdiff_t i = 0; i < TileRows; ++i)
                    sum[i][J] = add_products_of_bytes(integers(z[i * row_length + k]), four, sum[i][J]);
            });
        for_each_vector([&]<int J>(std::integral_constant<int, J>) HANDGRAD_INLINE_LAMBDA {
            constexpr int lanes = J + 1 < Vectors ? V::width : LastLanes;
            const int col = first + J * V::width;
            const integers column_sum = load<stored(lanes)>(from.w.sums() + col);
            const V scale = V::template load_first<stored(lanes)>(from.w.scales() + col);
            HANDGRAD_UNROLL
            for (int i = 0; i < TileRows; ++i) {
                const quantized_row<V>& r = from.row[row + i];
                const V total = V::from_integers(sum[i][J] - product(r.zero, column_sum));
                const int at_row = from.first + row + i;
                finish.template end<V, lanes>(
                    at_row, col, fma(total, r.step * scale, start.template begin<V, lanes>(at_row, col)));
            }
        });
    }
};

} // namespace detail

/// out = finish(start + Z W) about        Z: (M, K)   W: (K, N), quantized   out: (M, N)
template <int M, int K, int N, class Start, class Finish>
HANDGRAD_INLINE constexpr void gemm_nn(view<const float, M, K> z, const detail::quantized_weights<K, N>& w,
                                       Start start, Finish finish) {
    simd::with_vector<float>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
        detail::quantized_product<V, M, K, N>::run(z.data(), w, start, finish);
    });
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
