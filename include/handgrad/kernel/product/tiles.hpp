/// Any product, in register tiles: the lanes run over the columns.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/kernel/product/pack.hpp>
#include <handgrad/kernel/product/shared_tiles.hpp>
#include <handgrad/kernel/product/tile_of_rows.hpp>
#include <handgrad/kernel/product/tile_plan.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// C (Rows x Cols) = A (Rows x Depth) B (Depth x Cols), or the terms of Length steps of the depth. Row k of
/// B begins at k BStride or, if Transposed, column j at j BStride.
template <class V, gemm_shape Shape, int BStride, int Length>
class in_tiles {
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
        using cover = columns<V, Vectors, plan.lanes, Tail,
                              fixed<(Vectors > 1) * ((Vectors - 1) * V::width - Overlap)>>;
        constexpr split tiles = tile_rows_of(kind, Rows, Vectors, Tail);
        const in_place<V, cover, fixed<BStride>> from{b + col * (Transposed ? BStride : 1), {}, {}};
        if constexpr (Rows == 1 && !plan.pack) {
            one_tile<1, cover>(a, from, 0, col, start, finish);
        } else if constexpr (!plan.pack) {
            for_each<tiles>([&]<int TileRows>(int row) HANDGRAD_INLINE_LAMBDA {
                one_tile<TileRows, cover>(a, from, row, col, start, finish);
            });
        } else {
            using panel_rows = in_panel<V, cover>;
            alignas(64) T panel[Length * panel_rows::stride];
            constexpr bool copied = !Transposed; // by the first tile, as it reads
            if constexpr (copied)
                one_tile<tiles.size, cover>(a, into_panel<V, cover, fixed<BStride>>{from, panel}, 0, col,
                                            start, finish);
            else
                transposed_panel<V, cover, fixed<Length>, fixed<BStride>>{from.b, panel, {}, {}, {}}.fill();
            constexpr int done = copied ? tiles.size : 0;
            // So short a panel g++ would keep in registers, and move accumulators out of theirs.
            constexpr bool is_short = Transposed && Length < 2 * V::width;
            for_each<copied ? tiles.but_first() : tiles>([&]<int TileRows>(int row) HANDGRAD_INLINE_LAMBDA {
                one_tile<TileRows, cover>(a, panel_rows{is_short ? simd::reread(+panel) : +panel}, done + row,
                                          col, start, finish);
            });
        }
    }

    template <int TileRows, class Cover, class Right, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void one_tile(const T* a, Right right, int row, int col, Start start,
                                                   const Finish& finish) {
        using left = factors_of<T, TileRows, fixed<Shape.a_row()>, fixed<Shape.a_depth()>>;
        tile_of_rows<V, TileRows, Chains, Cover>::run(left{a + row * Shape.a_row(), {}, {}}, right,
                                                      fixed<Length>{}, Cover{}, row, col, start, finish);
    }
};

template <class V, gemm_shape Shape, int BStride, int Length>
struct part_in_tiles
    : std::conditional_t<Shape.shared && is_worth_sharing(Shape), in_shared_tiles<V, Shape, BStride, Length>,
                         in_tiles<V, Shape, BStride, Length>> {};

/// The same, part of the depth after part: between the parts C holds the unfinished chains, and a store and a
/// load change no bit.
template <class V, gemm_shape Shape, int BStride>
class in_parts {
    using T = typename V::value_type;
    static constexpr tile_plan plan = plan_tiles(Shape, kind_of<V>);
    static constexpr int last = (plan.parts - 1) * plan.part;
    template <int Length>
    using part = part_in_tiles<V, Shape, BStride, Length>;

    static constexpr const T* from_depth(const T* b, int k) {
        return b + k * (Shape.form == gemm_form::nt ? 1 : BStride);
    }

public:
    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const T* a, const T* b, Start start, Finish finish) {
        const start_matrix<T, fixed<Shape.cols>> go_on{finish.out};
        const finish_store<T, fixed<Shape.cols>> keep{finish.out};
        part<plan.part>::run(a, b, start, keep);
        for (int k = plan.part; k < last; k += plan.part)
            part<plan.part>::run(a + k * Shape.a_depth(), from_depth(b, k), go_on, keep);
        part<Shape.depth - last>::run(a + last * Shape.a_depth(), from_depth(b, last), go_on, finish);
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
    struct of
        : std::conditional_t<plan_tiles(Product::shape, kind_of<typename Product::vector>).parts == 1,
                             detail::part_in_tiles<typename Product::vector, Product::shape, Product::stride,
                                                   Product::shape.depth>,
                             detail::in_parts<typename Product::vector, Product::shape, Product::stride>> {};
};

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
