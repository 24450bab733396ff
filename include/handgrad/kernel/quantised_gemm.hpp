/// Z W in integers.
#pragma once

#include <handgrad/kernel/quantised_row.hpp>
#include <handgrad/kernel/quantised_weights.hpp>
#include <handgrad/kernel/unroll.hpp>

#include <utility>

namespace handgrad::inline HANDGRAD_ISA {

namespace detail {

/// C (Rows x N) = Z (Rows x K) W: both factors are rounded to integers (quantised_row.hpp,
/// quantised_weights.hpp), the sums of whose products are exact.
template <class V, int Rows, int K, int N>
class quantised_product {
    using weights = quantised_weights<K, N>;
    using integers = typename V::integers_type;
    static constexpr int row_length = row_words(K);
    static constexpr int most_rows = 4;         // of a tile of two vectors: eight sums
    static constexpr int most_bytes = 16 << 10; // of rows that are rounded at once
    static_assert(V::width <= weights::lanes);

public:
    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const float* z, const weights& w, Start start, Finish finish) {
        constexpr int fit = most_bytes / (4 * row_length);
        constexpr split s = balanced(Rows, fit > 1 ? fit : 1);
        for (int first = 0; first < s.count * s.size; first += s.size)
            some_rows<s.size>(z, w, first, start, finish);
        if constexpr (s.rest_count > 0)
            for (int first = s.count * s.size; first < Rows; first += s.rest_size)
                some_rows<s.rest_size>(z, w, first, start, finish);
    }

private:
    /// Count rows from row `first` on, and what they become.
    struct operands {
        const std::int32_t* z;
        const quantised_row<V>* row;
        const weights& w;
        int first;
    };

    template <int Count, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void some_rows(const float* z, const weights& w, int first, Start start,
                                                    Finish finish) {
        alignas(64) std::int32_t words[Count * row_length];
        quantised_row<V> row[Count];
        for (int i = 0; i < Count; ++i)
            row[i] = quantised_row<V>::template make<K>(z + (first + i) * K, words + i * row_length);
        const operands from{words, row, w, first};
        using layout = typename weights::layout;
        layout::for_all_but_last([&]<int Registers>(int p) HANDGRAD_INLINE_LAMBDA {
            constexpr int width = Registers * weights::lanes;
            panel<Count, width, width>(from, p, start, finish);
        });
        constexpr int last = layout::last;
        panel<Count, layout::width(last) * weights::lanes, N - layout::before(last) * weights::lanes>(
            from, last, start, finish);
    }

    template <int Count, int Width, int Columns, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void panel(const operands& from, int p, Start start, Finish finish) {
        constexpr int vectors = (Columns + V::width - 1) / V::width;
        constexpr split s = balanced(vectors, Count == 1 ? vectors : 2);
        [&]<int... I>(std::integer_sequence<int, I...>) HANDGRAD_INLINE_LAMBDA {
            (rows_of_tiles<Count, Width, s.size, I * s.size, Columns>(from, p, start, finish), ...);
        }
        (std::make_integer_sequence<int, s.count>{});
        [&]<int... I>(std::integer_sequence<int, I...>) HANDGRAD_INLINE_LAMBDA {
            (rows_of_tiles<Count, Width, s.rest_size, s.count * s.size + I * s.rest_size, Columns>(
                 from, p, start, finish),
             ...);
        }
        (std::make_integer_sequence<int, s.rest_count>{});
    }

    template <int Count, int Width, int Vectors, int FirstVector, int Columns, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void rows_of_tiles(const operands& from, int p, Start start,
                                                        Finish finish) {
        constexpr split s = balanced(Count, most_rows);
        for (int row = 0; row < s.count * s.size; row += s.size)
            tile<Width, s.size, Vectors, FirstVector, Columns>(from, p, row, start, finish);
        if constexpr (s.rest_count > 0)
            for (int row = s.count * s.size; row < Count; row += s.rest_size)
                tile<Width, s.rest_size, Vectors, FirstVector, Columns>(from, p, row, start, finish);
    }

    template <int Width, int TileRows, int Vectors, int FirstVector, int Columns, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void tile(const operands& from, int p, int row, Start start,
                                               Finish finish) {
        const std::int32_t* const z = from.z + row * row_length;
        const std::int32_t* const w = from.w.panel(p) + FirstVector * V::width;
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
        for (int k = 0; k < weights::depth; ++k)
            for_each_vector([&]<int J>(std::integral_constant<int, J>) HANDGRAD_INLINE_LAMBDA {
                const integers four = integers::load(w + k * Width + J * V::width);
                HANDGRAD_UNROLL
                for (int i = 0; i < TileRows; ++i)
                    sum[i][J] = add_products_of_bytes(integers(z[i * row_length + k]), four, sum[i][J]);
            });
        for_each_vector([&]<int J>(std::integral_constant<int, J>) HANDGRAD_INLINE_LAMBDA {
            constexpr int at = (FirstVector + J) * V::width;
            constexpr int lanes = Columns - at < V::width ? Columns - at : V::width;
            const int col = weights::layout::before(p) * weights::lanes + at;
            const integers column_sum = integers::load(from.w.sums() + col);
            const V scale = V::load(from.w.scales() + col);
            HANDGRAD_UNROLL
            for (int i = 0; i < TileRows; ++i) {
                const quantised_row<V>& r = from.row[row + i];
                const V total = V::from_integers(sum[i][J] - product(r.zero, column_sum));
                const int at_row = from.first + row + i;
                finish.template end<V, lanes>(
                    at_row, col, fma(total, r.step * scale, start.template begin<V, lanes>(at_row, col)));
            }
        });
    }
};

} // namespace detail

/// out = finish(start + Z W) about        Z: (M, K)   W: (K, N), quantised   out: (M, N)
template <int M, int K, int N, class Start, class Finish>
HANDGRAD_INLINE constexpr void gemm_nn(view<const float, M, K> z, const detail::quantised_weights<K, N>& w,
                                       Start start, Finish finish) {
    with_vector<float>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
        detail::quantised_product<V, M, K, N>::run(z.data(), w, start, finish);
    });
}

} // namespace handgrad::inline HANDGRAD_ISA
