/// Any product, in register tiles that layers of different widths share.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/check.hpp>
#include <handgrad/kernel/product/pack.hpp>
#include <handgrad/kernel/product/tile_of_rows.hpp>
#include <handgrad/kernel/product/tile_plan.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// How tiles find the columns of B that they multiply by.
enum class columns_of_b { in_place, copied, in_panel };

/// What tiles are given that lie below and beside each other: code for all layers, whose widths are values.
template <class V, gemm_form Form, int Chains, class Columns, class Depth, class Start, class Finish>
struct shared_tiles {
    using T = typename V::value_type;

    const T* a;
    std::ptrdiff_t a_stride; // from row to row of A, or of A^T
    std::ptrdiff_t b_stride; // from row to row of B, or from column to column
    [[no_unique_address]] Depth depth;
    [[no_unique_address]] Columns cover;
    std::ptrdiff_t col;
    std::ptrdiff_t side_by_side; // tiles of columns that are in place
    Start start;
    Finish finish;

    /// Those of Rows rows each, from `row` to `stop`.
    template <int Rows, columns_of_b Where>
    HANDGRAD_APART void run(const T* b, T* panel, std::ptrdiff_t row, std::ptrdiff_t stop) const {
        using tiles = tile_of_rows<V, Rows, Chains, Columns>;
        const shared_tiles own = *this; // which no store into the result changes
        const Finish& end = tiles::template ends_apart<Finish> ? finish : own.finish;
        const auto run_rows = [&](auto right, std::ptrdiff_t j) HANDGRAD_INLINE_LAMBDA {
            for (std::ptrdiff_t i = row; i < stop; i += Rows)
                tiles::run(own.template rows_of_a<Rows>(i), right, own.depth, own.cover, i, j, own.start,
                           end);
        };
        const in_place<V, Columns, varying> from{b, own.cover, own.b_stride};
        if constexpr (Where == columns_of_b::in_panel) {
            run_rows(in_panel<V, Columns>{panel}, own.col);
        } else if constexpr (Where == columns_of_b::copied) {
            run_rows(into_panel<V, Columns, varying>{from, panel}, own.col);
        } else {
            constexpr int next = Columns::vectors * V::width;
            for (std::ptrdiff_t t = 0; t < own.side_by_side; ++t)
                run_rows(in_place<V, Columns, varying>{b + t * next, own.cover, own.b_stride},
                         own.col + t * next);
        }
    }

private:
    template <int Rows>
    HANDGRAD_INLINE auto rows_of_a(std::ptrdiff_t row) const {
        if constexpr (Form == gemm_form::tn)
            return factors_of<T, Rows, fixed<1>, varying>{a + row, {}, a_stride};
        else
            return factors_of<T, Rows, varying, fixed<1>>{a + row * a_stride, a_stride, {}};
    }
};

namespace detail {

/// C (Rows x Cols) = A (Rows x Depth) B (Depth x Cols), or the terms of Length steps of the depth, as
/// tiles.hpp has it. Its lengths are values to the tiles, but for the depth of Z^T G, which is the batch of
/// all layers.
template <class V, gemm_shape Shape, int BStride, int Length>
class in_shared_tiles {
    using T = typename V::value_type;
    static constexpr bool transposed = Shape.form == gemm_form::nt;
    static constexpr tile_plan plan = plan_tiles(Shape, kind_of<V>);
    using depth =
        std::conditional_t < Shape.form == gemm_form::tn || Length<V::width, fixed<Length>, varying>;

public:
    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const T* a, const T* b, Start begin, Finish end) {
        constexpr bool special = plan.overlap > 0 || plan.tail > 0;
        constexpr split all = plan.columns, plain = special ? all.but_last() : all;
        const auto start = begin.shared();
        const auto finish = end.shared();
        if constexpr (plain.count > 0) columns_loop<plain.size, 0>(a, b, 0, plain.count, start, finish);
        if constexpr (plain.rest_count > 0)
            columns_loop<plain.rest_size, 0>(a, b, plain.count * plain.size, plain.rest_count, start, finish);
        if constexpr (special)
            columns_loop<all.last_size(), plan.tail>(a, b, plain.length(), 1, start, finish);
    }

private:
    /// `count` tiles of Vectors vectors and a tail from vector `first` on.
    template <int Vectors, int Tail, class Start, class Finish>
    HANDGRAD_APART_WHERE_CHECKED static constexpr void columns_loop(const T* a, const T* b, int first,
                                                                    int count, Start start, Finish finish) {
        using last = std::conditional_t<(Vectors > 1), varying, fixed<0>>;
        using cover = columns<V, Vectors, plan.lanes, Tail, last>;
        // Only the last tile, which begins later than any other, has an overlap.
        const int overlap = first + Vectors == plan.vectors ? plan.overlap : 0, col = first * V::width;
        b += col * (transposed ? BStride : 1);
        shared_tiles<V, Shape.form, Shape.chains, cover, depth, Start, Finish> tiles{
            a,
            Shape.form == gemm_form::tn ? Shape.a_depth() : Shape.a_row(),
            BStride,
            length<depth>(Length),
            {length<last>((Vectors - 1) * V::width - overlap)},
            col,
            count,
            start,
            finish};
        constexpr split rows = tile_rows_of(kind_of<V>, Shape.rows, Vectors, Tail);
        constexpr int whole = rows.count * rows.size;
        if constexpr (!plan.pack) {
            tiles.template run<rows.size, columns_of_b::in_place>(b, nullptr, 0, whole);
            if constexpr (rows.rest_count > 0)
                tiles.template run<rows.rest_size, columns_of_b::in_place>(b, nullptr, whole, Shape.rows);
        } else {
            alignas(64) T panel[Length * in_panel<V, cover>::stride];
            for (int t = 0; t < count; ++t, tiles.col += Vectors * V::width) {
                if constexpr (transposed)
                    transposed_panel<V, cover, depth, varying>{b, panel, tiles.cover, tiles.depth, BStride}
                        .fill_apart();
                else // the first tile copies what it reads
                    tiles.template run<rows.size, columns_of_b::copied>(b, panel, 0, rows.size);
                constexpr int done = transposed ? 0 : rows.size;
                if constexpr (done < whole)
                    tiles.template run<rows.size, columns_of_b::in_panel>(nullptr, panel, done, whole);
                if constexpr (rows.rest_count > 0)
                    tiles.template run<rows.rest_size, columns_of_b::in_panel>(nullptr, panel, whole,
                                                                               Shape.rows);
                b += Vectors * V::width * (transposed ? BStride : 1);
            }
        }
    }
};

} // namespace detail

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
