/// The compiler plans: tiles, edges, packing and blocking of a product, from its shape and the machine.
#pragma once

#include <handgrad/kernel/order.hpp>

namespace handgrad::inline HANDGRAD_ISA {

namespace machine {

/// Vector registers that a tile may fill: with all 16 in use both compilers begin to spill.
inline constexpr int registers = 15;

inline constexpr int accumulators = 12; // a 6 x 2 tile: more than the 8 that hide the latency of an FMA
inline constexpr int panel_bytes =
    32 << 10; // longer panels mean fewer passes over C: 512^3 gains 4 % over 16 KB
inline constexpr int direct_bytes = 16 << 10; // an operand of this size stays in L1 and is not worth packing

} // namespace machine

/// `count` tiles of `size`, then `rest_count` of `rest_size`, which together cover a length.
struct split {
    int count, size, rest_count, rest_size;
};

/// The fewest tiles of at most `largest`, their sizes differing by at most one: no full tile plus a sliver.
constexpr split balanced(int length, int largest) {
    const int tiles = (length + largest - 1) / largest;
    const int small = length / tiles, larger_ones = length % tiles;
    return larger_ones == 0 ? split{tiles, small, 0, 0}
                            : split{larger_ones, small + 1, tiles - larger_ones, small};
}

/// Which of the two factors lies transposed in memory: none (Z W), the first (Z^T G), the second (G W^T).
enum class gemm_form { nn, tn, nt };

/// The lanes that a tail of so many columns takes of a vector that rows share.
constexpr int tail_slot(int tail) { return tail > 4 ? 8 : tail > 2 ? 4 : tail; }

/// The tail of `cols` columns: those beyond the last whole vector, if at least two rows can share a vector
/// for them. Half a vector is a tail by itself, for pairs of rows.
constexpr int shared_tail(gemm_form form, int rows, int cols, int width) {
    const int tail = cols % width;
    if (rows == 1 || tail == 0 || form == gemm_form::nt || 2 * tail_slot(tail) > width) return 0;
    return (cols > width && cols < 2 * width) || (form == gemm_form::nn && 2 * cols == width) ? tail : 0;
}

/// Rows of a register tile of one vector and a tail: beside its accumulators there are a vector and a tail of
/// B, a broadcast of A, and the factors of a shared vector.
constexpr int tail_tile_rows(int sharing) {
    int rows = 2;
    while (rows < 8 && rows + 1 + (rows + sharing) / sharing + 4 <= machine::registers) ++rows;
    return rows;
}

/// Rows of a register tile of `vectors` columns: as many as leave room for the vectors of B and a broadcast
/// of A.
constexpr int tile_rows(int vectors) {
    if (vectors == 0) return 8; // they share all they have
    const int fit = (machine::registers - vectors - 1) / vectors;
    const int enough = vectors == 1 ? 8 : machine::accumulators / vectors;
    const int rows = fit < enough ? fit : enough;
    return rows > 1 ? rows : 1; // one row needs no vector of B in a register: it is an operand of its FMA
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

/// Vectors of a strip of rows that is turned: what tile_columns gives `cols` rows.
constexpr int turned_strip(int cols) { return cols == 1 ? 8 : cols == 2 ? 4 : cols == 3 ? 3 : 2; }

/// Whether so few columns that leave lanes idle had better be rows: the longer the sum, the less turning
/// costs.
constexpr bool worth_turning(int rows, int cols, int depth, int width) {
    return cols < 2 * width && cols % width != 0 && rows >= 2 * width && depth >= 2 * width;
}

/// How one product is computed: C (rows x cols) = A (rows x depth) B (depth x cols), `width` lanes to a
/// vector.
struct gemm_plan {
    bool narrow;   // the lanes run over the depth (narrow.hpp); nothing below matters then
    bool flat;     // one row, B read as one long row (flat.hpp); nothing below matters then
    bool turned;   // the lanes run over the rows (turned.hpp); nothing below matters then
    int vectors;   // that cover the columns; the last overlaps its neighbour if `cols` is no multiple of
                   // `width`
    int overlap;   // columns that the last vector shares with the one before it
    int tail;      // columns beyond the vectors, for which rows share one
    int lanes;     // of a vector that are used: `cols` if that is less than `width`
    split columns; // tiles, in vectors
    int parts;     // equal parts of the depth, a panel of B each (the last one may be shorter)
    int part;      // their length
    bool pack;     // whether B is copied into a panel while the first tile of rows is computed
};

/// From so many rows on, turning a narrow B costs less than it saves.
inline constexpr int enough_rows_to_transpose = 8;

/// B is read where it lies as long as it stays in L1 or is used by too few tiles of rows to repay the copy. A
/// panel fills L1. More than one chain goes with narrow outputs only, whose depth is never cut.
constexpr gemm_plan plan_gemm(gemm_form form, int rows, int cols, int depth, int width, int element_bytes,
                              int chains) {
    const bool transposed = form == gemm_form::nt;
    gemm_plan plan{};
    plan.narrow = chains == most_chains && rows >= enough_rows_to_transpose;
    plan.flat = rows == 1 && !transposed && chains > 1 && cols % width != 0 && chains * cols % width == 0 &&
                chains * cols / width <= machine::accumulators;
    plan.turned = form == gemm_form::tn && width > 1 && worth_turning(rows, cols, depth, width);
    plan.tail = plan.narrow ? 0 : shared_tail(form, rows, cols, width);
    plan.vectors = (cols + width - 1) / width - (plan.tail > 0);
    plan.lanes = cols < width ? cols : width;
    plan.overlap = cols < width || plan.tail > 0 ? 0 : plan.vectors * width - cols;
    plan.columns = plan.vectors == 0 ? split{1, 0, 0, 0} : tile_columns(rows, plan.vectors);
    const bool reused = rows > 2 * tile_rows(plan.columns.size);
    plan.pack =
        transposed || (reused && plan.tail == 0 && depth * cols * element_bytes > machine::direct_bytes);
    plan.part = depth;
    if (plan.pack && chains == 1) {
        const int widest =
            plan.columns.size > plan.columns.rest_size ? plan.columns.size : plan.columns.rest_size;
        const int longest = machine::panel_bytes / (widest * width * element_bytes);
        plan.part = balanced(depth, longest).size;
    }
    plan.parts = (depth + plan.part - 1) / plan.part;
    return plan;
}

} // namespace handgrad::inline HANDGRAD_ISA
