/// The compiler plans: tiles, edges, packing and blocking of a product, from its shape and the machine.
#pragma once

#include <handgrad/kernel/order.hpp>

namespace handgrad::inline HANDGRAD_ISA {

namespace machine {

/// Vector registers that a tile may fill. g++ keeps one more than it is told to; with all 16 in use it
/// spills.
#if defined(__clang__)
inline constexpr int registers = 16;
#else
inline constexpr int registers = 15;
#endif

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

/// Rows of a register tile of `vectors` columns: as many as leave room for the vectors of B and a broadcast
/// of A.
constexpr int tile_rows(int vectors) {
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

/// How one product is computed: C (rows x cols) = A (rows x depth) B (depth x cols), `width` lanes to a
/// vector.
struct gemm_plan {
    bool narrow;   // the lanes run over the depth (narrow.hpp); nothing below matters then
    int vectors;   // that cover the columns; the last overlaps its neighbour if `cols` is no multiple of
                   // `width`
    int overlap;   // columns that the last vector shares with the one before it
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
constexpr gemm_plan plan_gemm(int rows, int cols, int depth, int width, int element_bytes, int chains,
                              bool transposed) {
    gemm_plan plan{};
    plan.narrow = chains == most_chains && rows >= enough_rows_to_transpose;
    plan.vectors = (cols + width - 1) / width;
    plan.lanes = cols < width ? cols : width;
    plan.overlap = cols < width ? 0 : plan.vectors * width - cols;
    plan.columns = tile_columns(rows, plan.vectors);
    const bool reused = rows > 2 * tile_rows(plan.columns.size);
    plan.pack = transposed || (reused && depth * cols * element_bytes > machine::direct_bytes);
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
