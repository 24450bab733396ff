/// The compiler plans tiles, edges, packing and blocking of a product, from its shape and the vectors:
///
///     columns beyond the last whole vector                              rows x vectors
///     none                                                              6 x 2, 3 x 3
///     1 .. 4, and two rows or more                  rows share a vector for them    8 x 1, 4 x 2
///     others                                        the last vector is moved back   6 x 2, 3 x 3
///     fewer than a vector in all                    masked, or shared by two rows   8 x 1
///
/// Nothing of it changes a bit: the order of every sum is that of order.hpp. (Widths as for 8 floats.)
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/product/compiler.hpp>
#include <handgrad/kernel/product/order.hpp>
#include <handgrad/kernel/product/shape.hpp>
#include <handgrad/kernel/product/split.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// The lanes that a tail of so many columns takes of a vector that rows share: a power of two.
constexpr int tail_slot(int tail) {
    int slot = 1;
    while (slot < tail) slot *= 2;
    return slot;
}

/// The tail of `cols` columns: those beyond the last whole vector, if at least two rows can share a vector
/// for them. Half a vector is a tail by itself, for pairs of rows.
constexpr int shared_tail(const gemm_shape& s, const vector_kind& v) {
    const int tail = s.cols % v.width;
    if (v.dual || s.rows == 1 || tail == 0 || s.form == gemm_form::nt || 2 * tail_slot(tail) > v.width)
        return 0;
    if (s.cols < v.width) return s.form == gemm_form::nn && 2 * s.cols == v.width ? tail : 0;
    return s.cols < 2 * v.width || s.chains == 1 || s.depth >= compiler::shortest_tail ? tail : 0;
}

/// Rows of a register tile of some vectors and a tail: beside its accumulators there are the vectors and the
/// tail of B, a broadcast of A, and the factors of a shared vector.
constexpr int tail_tile_rows(const simd::machine& machine, int vectors, int sharing) {
    int rows = 8;
    while ((rows * vectors + (rows + sharing - 1) / sharing > machine.accumulators) ||
           rows * vectors + (rows + sharing - 1) / sharing + vectors + 3 > machine.registers)
        --rows;
    return rows;
}

/// Rows of a register tile of `vectors` columns: as many as leave room for the vectors of B and a broadcast
/// of A.
constexpr int tile_rows(const simd::machine& machine, int vectors, int registers = 1) {
    if (vectors == 0) return 8; // they share all they have
    const int fit = (machine.registers / registers - vectors - 1) / vectors;
    const int enough = vectors == 1 ? 8 : machine.accumulators / vectors;
    const int rows = fit < enough ? fit : enough;
    return rows > 1 ? rows : 1; // one row needs no vector of B in a register: it is an operand of its FMA
}

/// Rows of the tiles of so many vectors, and a tail, that cover `rows`.
constexpr split tile_rows_of(const vector_kind& v, int rows, int vectors, int tail) {
    return balanced(rows, tail > 0 ? tail_tile_rows(v.machine, vectors, v.width / tail_slot(tail))
                                   : tile_rows(v.machine, vectors, v.registers()));
}

/// Columns of a register tile, in vectors. Few rows take more columns, so that about eight accumulators are
/// in flight; many rows take two, the tile of 6 x 2 that needs the fewest loads.
///
///     rows      1    2    3    4 and more
///     vectors   8    4    3    2 (the last one 3, if their number is odd: a single column would starve)
constexpr split tile_columns(int rows, int vectors) {
    if (rows < 4) return balanced(vectors, rows == 1 ? 8 : rows == 2 ? 4 : 3);
    if (vectors < 3 || vectors % 2 == 0) return balanced(vectors, 2);
    return vectors == 3 ? split{1, 3, 0, 0} : split{(vectors - 3) / 2, 2, 1, 3};
}

/// Columns of a register tile of dual numbers. A tile of 5 x 1 has 15 independent products for the 8 cycles
/// that the two of a tangent take one after the other; the last is of two vectors if these overlap.
constexpr split dual_columns(int rows, int vectors, int overlap) {
    if (rows == 1) return balanced(vectors, 4);
    if (overlap == 0 || vectors == 1) return {vectors, 1, 0, 0};
    return vectors == 2 ? split{1, 2, 0, 0} : split{vectors - 2, 1, 1, 2};
}

/// The same with a tail, which belongs to the last tile: that has two columns, or one.
constexpr split tail_columns(int vectors) {
    if (vectors <= 2) return {1, vectors, 0, 0};
    return vectors % 2 == 0 ? split{vectors / 2, 2, 0, 0} : split{vectors / 2, 2, 1, 1};
}

/// Whether tiles that are told their lengths do: some nanoseconds each are lost, which show in a product of
/// few tiles. One row is always computed by code of its own: it is little, and hides nothing.
constexpr bool is_worth_sharing(const gemm_shape& s) {
    return s.rows > 1 && static_cast<long>(s.rows) * s.cols * s.depth > 10240;
}

/// How a product is computed in tiles.
struct tile_plan {
    int vectors; // that cover the columns; the last overlaps its neighbour if they are no multiple of `width`
    int overlap; // columns that the last vector shares with the one before it
    int tail;    // columns beyond the vectors, for which rows share one
    int lanes;   // of a vector that are used: the columns if they are fewer than its width
    split columns; // tiles, in vectors
    int parts;     // equal parts of the depth, one after the other (the last may be shorter)
    int part;      // their length
    bool pack;     // whether B is copied into a panel while the first tile of rows is computed
};

/// B is read where it lies as long as it stays in L1 or is used by too few tiles of rows to repay the copy. A
/// panel fills L1. More than one chain goes with narrow outputs only, whose depth is never cut.
constexpr tile_plan plan_tiles(const gemm_shape& s, const vector_kind& v) {
    tile_plan plan{};
    plan.tail = shared_tail(s, v);
    plan.vectors = (s.cols + v.width - 1) / v.width - (plan.tail > 0);
    plan.lanes = s.cols < v.width ? s.cols : v.width;
    plan.overlap = s.cols < v.width || plan.tail > 0 ? 0 : plan.vectors * v.width - s.cols;
    plan.columns = v.dual          ? dual_columns(s.rows, plan.vectors, plan.overlap)
                   : plan.tail > 0 ? tail_columns(plan.vectors)
                                   : tile_columns(s.rows, plan.vectors);
    const int b_bytes = s.depth * s.cols * v.element_bytes;
    const bool reused = s.rows > 2 * tile_rows(v.machine, plan.columns.size, v.registers());
    plan.pack = s.form == gemm_form::nt || (reused && b_bytes > v.machine.direct_bytes);
    plan.part = s.depth;
    if (plan.pack && s.chains == 1) {
        const int widest =
            (plan.columns.size > plan.columns.rest_size ? plan.columns.size : plan.columns.rest_size) +
            (plan.tail > 0);
        const int longest = v.machine.panel_bytes / (widest * v.width * v.element_bytes);
        plan.part = balanced(s.depth, longest).size;
    }
    if (s.form == gemm_form::nn && s.rows == 1 && s.chains == 1 && b_bytes > v.machine.streamed_bytes)
        plan.part = balanced(s.depth, v.machine.streamed_rows).size;
    plan.parts = (s.depth + plan.part - 1) / plan.part;
    return plan;
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
