/// Any product, in register tiles: the lanes run over the columns.
#pragma once

#include <handgrad/core/algorithm.hpp>
#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/kernel/product/pack.hpp>
#include <handgrad/kernel/product/tile.hpp>
#include <handgrad/kernel/product/tile_plan.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// C (Rows x Cols) = A (Rows x Depth) B (Depth x Cols), or the terms of Length steps of the depth. A lies as
/// `A` says; row k of B begins at k BStride or, if Transposed, column j at j BStride.
template <class V, gemm_shape Shape, class A, int BStride, int Length>
class gemm_in_tiles {
    using T = typename V::value_type;
    static constexpr int Rows = Shape.rows, Chains = Shape.chains;
    static constexpr bool Transposed = Shape.form == gemm_form::nt;
    static constexpr const vector_kind& kind = kind_of<V>;
    static constexpr tile_plan plan = plan_tiles(Shape, kind);

public:
    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const T* a, const T* b, Start start, Finish finish) {
        // The last tile may have its last vector moved back by an overlap, or a tail of columns more.
        constexpr bool special = plan.overlap > 0 || plan.tail > 0;
        constexpr split all = plan.columns, plain = special ? all.but_last() : all;
        static_assert(plan.overlap == 0 || all.last_size() > 1,
                      "both vectors must be read before one is written");
        for_each<plain>([&]<int Vectors>(int i) HANDGRAD_INLINE_LAMBDA {
            rows_loops<Vectors, 0, 0>(a, b, i * V::width, start, finish);
        });
        if constexpr (special)
            rows_loops<all.last_size(), plan.overlap, plan.tail>(a, b, plain.length() * V::width, start,
                                                                 finish);
    }

private:
    template <int Vectors, int Overlap, int Tail, class Start, class Finish>
    static constexpr void rows_loops(const T* a, const T* b, int col, Start start, Finish finish) {
        using in_place = columns<V, Vectors, Overlap, plan.lanes, BStride, false, Tail>;
        using in_panel = columns<V, Vectors, 0, V::width, in_place::panel_stride, false, Tail, true>;
        constexpr split rows =
            balanced(Rows, Tail > 0 ? tail_tile_rows(kind.machine, Vectors, in_place::sharing)
                                    : tile_rows(kind.machine, Vectors, kind.registers()));
        const T* from = b + col * (Transposed ? BStride : 1);
        if constexpr (!plan.pack) {
            for_each<rows>([&]<int TileRows>(int row) HANDGRAD_INLINE_LAMBDA {
                one_tile<TileRows, in_place, in_place>(a, from, nullptr, row, col, start, finish);
            });
        } else {
            alignas(64) T panel[Length * in_place::panel_stride];
            constexpr bool copied = !Transposed; // by the first tile, as it reads
            if constexpr (copied) {
                using copying = columns<V, Vectors, Overlap, plan.lanes, BStride, true, Tail>;
                one_tile<rows.size, copying, in_place>(a, from, panel, 0, col, start, finish);
            } else {
                pack_transposed<V, in_place, Length, BStride>(from, panel);
            }
            constexpr int done = copied ? rows.size : 0;
            for_each<copied ? rows.but_first() : rows>([&]<int TileRows>(int row) HANDGRAD_INLINE_LAMBDA {
                one_tile<TileRows, in_panel, in_place>(a, panel, nullptr, done + row, col, start, finish);
            });
        }
    }

    template <int TileRows, class Source, class Target, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void one_tile(const T* a, const T* b, T* panel, int row, int col,
                                                   Start start, const Finish& finish) {
        const tile<V, TileRows, Source, A, Length, Chains> t{a + row * A::row, b, panel};
        auto first = decltype(t)::accumulators::zero();
        HANDGRAD_UNROLL
        for (int i = 0; i < TileRows; ++i) HANDGRAD_UNROLL
        for (int j = 0; j < Target::vectors; ++j)
            first.c[i][j] = start.template begin<V, Target::lanes>(row + i, col + Target::offset(j));
        if constexpr (Target::tail > 0) begin_tail<0, TileRows, Target>(first.tail, row, col, start);
        const auto sums = t.sum(first);
        if constexpr (changes_once<Finish> && compiler::changes_apart)
            end_tile_apart<TileRows, Target>(sums, row, col, finish);
        else
            end_tile<TileRows, Target>(sums, row, col, finish);
    }

    template <int TileRows, class Target, class Sums, class Finish>
    HANDGRAD_INLINE static constexpr void end_tile(const Sums& sums, int row, int col, const Finish& finish) {
        constexpr int again =
            changes_once<Finish> ? Target::overlap : 0; // columns that another vector has, too
        HANDGRAD_UNROLL
        for (int i = 0; i < TileRows; ++i) HANDGRAD_UNROLL
        for (int j = 0; j < Target::vectors - (again > 0); ++j)
            finish.template end<V, Target::lanes>(row + i, col + Target::offset(j), sums.c[i][j]);
        if constexpr (again > 0) {
            constexpr int last = Target::vectors - 1;
            HANDGRAD_UNROLL
            for (int i = 0; i < TileRows; ++i)
                finish.template end<V, V::width - again>(
                    row + i, col + last * V::width, sums.c[i][last].template rotated<V::width - again>());
        }
        if constexpr (Target::tail > 0) end_tail<0, TileRows, Target>(sums.tail, row, col, finish);
    }

    template <int TileRows, class Target, class Sums, class Finish>
    [[gnu::noinline]] static constexpr void end_tile_apart(const Sums& sums, int row, int col,
                                                           Finish finish) {
        end_tile<TileRows, Target>(sums, row, col, finish);
    }

    /// Rows I, I + 1, ... of the tail, into the slots of the vectors they share and out of them.
    template <int I, int TileRows, class Target, class Start>
    HANDGRAD_INLINE static constexpr void begin_tail(V* shared, int row, int col, Start start) {
        constexpr int lane = I % Target::sharing * Target::slot;
        const V first = start.template begin<V, Target::slot>(row + I, col + Target::tail_offset);
        V& s = shared[I / Target::sharing];
        s = lane == 0 ? first : V::template joined<lane>(s, first.template rotated<lane>());
        if constexpr (I + 1 < TileRows) begin_tail<I + 1, TileRows, Target>(shared, row, col, start);
    }
    template <int I, int TileRows, class Target, class Finish>
    HANDGRAD_INLINE static constexpr void end_tail(const V* shared, int row, int col, Finish finish) {
        constexpr int again = changes_once<Finish> ? Target::slot - Target::tail : 0;
        constexpr int lane = I % Target::sharing * Target::slot + again;
        const V sum = shared[I / Target::sharing].template rotated<(V::width - lane) % V::width>();
        finish.template end<V, Target::slot - again>(row + I, col + Target::tail_offset + again, sum);
        if constexpr (I + 1 < TileRows) end_tail<I + 1, TileRows, Target>(shared, row, col, finish);
    }
};

/// The same, part of the depth after part: between the parts C holds the unfinished chains, and a store and a
/// load change no bit.
template <class V, gemm_shape Shape, class A, int BStride>
class gemm_in_parts {
    using T = typename V::value_type;
    static constexpr tile_plan plan = plan_tiles(Shape, kind_of<V>);
    static constexpr int last = (plan.parts - 1) * plan.part;
    template <int Length>
    using part = gemm_in_tiles<V, Shape, A, BStride, Length>;

    static constexpr const T* from_depth(const T* b, int k) {
        return b + k * (Shape.form == gemm_form::nt ? 1 : BStride);
    }

public:
    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const T* a, const T* b, Start start, Finish finish) {
        const start_matrix<T, Shape.cols> go_on{finish.out};
        const finish_store<T, Shape.cols> keep{finish.out};
        part<plan.part>::run(a, b, start, keep);
        for (int k = plan.part; k < last; k += plan.part)
            part<plan.part>::run(a + k * A::depth, from_depth(b, k), go_on, keep);
        part<Shape.depth - last>::run(a + last * A::depth, from_depth(b, last), go_on, finish);
    }
};

} // namespace detail

/// The method of any product that no other fits.
struct tiles {
    static constexpr bool fits(const gemm_shape&, const vector_kind&) { return true; }
    static constexpr std::size_t stack_bytes(const gemm_shape& s, const vector_kind& v, auto) {
        const tile_plan plan = plan_tiles(s, v);
        const int vectors =
            handgrad::detail::larger(plan.columns.size, plan.columns.rest_size) + (plan.tail > 0);
        return plan.pack ? v.bytes(plan.part, vectors * v.width) : 0;
    }
    template <class Product>
    struct of : std::conditional_t<
                    plan_tiles(Product::shape, kind_of<typename Product::vector>).parts == 1,
                    detail::gemm_in_tiles<typename Product::vector, Product::shape, typename Product::left,
                                          Product::stride, Product::shape.depth>,
                    detail::gemm_in_parts<typename Product::vector, Product::shape, typename Product::left,
                                          Product::stride>> {};
};

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad
