/// The compiler plans: tiles, edges, packing and blocking of a product, from its shape and the machine.
///
///     product                                       lanes run over                  where
///     one row of Z W, C > 1 chains, N % 8 != 0      B as one long row, no padding   one_row.hpp
///     8 rows or more of Z W, N <= 16, C = 8         the depth: lanes are chains     along_depth.hpp
///     Z^T G, N < 16, N % 8 != 0, M and K >= 16      the rows of the result          transposed.hpp
///     Z^T G, rows of Z a multiple of 4 KB apart     the columns, Z is copied first  copied_strips.hpp
///     any other                                     the columns, in register tiles  tile.hpp
///
///     in tiles: columns beyond the last whole vector                              rows x vectors
///     none                                                                          6 x 2, 3 x 3
///     1 .. 4, and two rows or more                  rows share a vector for them    8 x 1, 4 x 2
///     others                                        the last vector is moved back   6 x 2, 3 x 3
///     fewer than a vector in all                    masked, or shared by two rows   8 x 1
///
/// Nothing of it changes a bit: the order of every sum is that of order.hpp. (Widths as for 8 floats.)
#pragma once

#include <handgrad/kernel/product/order.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace machine {

/// Vector registers that a tile may fill: with all 16 in use both compilers begin to spill.
inline constexpr int registers = 15;

inline constexpr int register_bytes = 32;
inline constexpr int accumulators = 12; // a 6 x 2 tile: more than the 8 that hide the latency of an FMA
inline constexpr int panel_bytes =
    32 << 10; // longer panels mean fewer passes over C: 512^3 gains 4 % over 16 KB
inline constexpr int direct_bytes = 16 << 10; // an operand of this size stays in L1 and is not worth packing

/// A matrix this large, used for one row, comes from L3 or from beyond: it is read a few whole rows at a
/// time, as the hardware that fetches ahead wants it (1 x 1024 x 1024: 26 -> 39 GFLOP/s; fetching ahead by
/// instructions gains nothing).
inline constexpr int streamed_bytes = 512 << 10;
inline constexpr int streamed_rows = 16;

/// Numbers so many bytes apart compete for the same lines of L1.
inline constexpr int page_bytes = 4096;
inline constexpr int strip_rows = 48; // eight tiles, three lines of the cache

/// From what depth on two chains and a tail are no trouble: shorter loops clang unrolls whole, and loses all
/// order among its registers.
#if defined(__clang__)
inline constexpr int shortest_tail = 32;
#else
inline constexpr int shortest_tail = 1;
#endif

/// Passes of a loop after which the accumulators may go through memory before what is left over: in a sum
/// that goes on after its loop g++ spills some of them within it, in every pass.
#if defined(__clang__)
inline constexpr int passes_before_pause = 1 << 30;
#else
inline constexpr int passes_before_pause = 12;
#endif

/// Whether what happens to finished sums, if it is more than a store, is a function of its own: inlined, g++
/// keeps registers for it through the loop before, where it then spills accumulators in every pass.
#if defined(__clang__)
inline constexpr bool changes_apart = false;
#else
inline constexpr bool changes_apart = true;
#endif

} // namespace machine

/// Registers that a vector takes: two for one of dual numbers, but in the scalar back end, where it does not
/// matter.
constexpr int registers_of(int width, int element_bytes) {
    return width * element_bytes > machine::register_bytes ? width * element_bytes / machine::register_bytes
                                                           : 1;
}

/// `count` tiles of `size`, then `rest_count` of `rest_size`, which together cover a length.
struct split {
    int count, size, rest_count, rest_size;

    constexpr int length() const { return count * size + rest_count * rest_size; }
    constexpr int last_size() const { return rest_count > 0 ? rest_size : size; }
    /// All but the first, and all but the last tile.
    constexpr split but_first() const {
        return count > 1 ? split{count - 1, size, rest_count, rest_size} : split{rest_count, rest_size, 0, 0};
    }
    constexpr split but_last() const {
        return rest_count > 0 ? split{count, size, rest_count - 1, rest_size} : split{count - 1, size, 0, 0};
    }
};

/// Calls f.operator()<Size>(first) for each tile of S, the first of whose numbers is `first`.
template <split S, class F>
HANDGRAD_INLINE constexpr void for_each(F f) {
    constexpr int whole = S.count * S.size;
    if constexpr (S.count > 0)
        for (int first = 0; first < whole; first += S.size) f.template operator()<S.size>(first);
    if constexpr (S.rest_count > 0)
        for (int first = whole; first < S.length(); first += S.rest_size)
            f.template operator()<S.rest_size>(first);
}

/// As many tiles of `size` as fit, then what is left.
constexpr split whole_tiles(int length, int size) {
    return {length / size, size, length % size > 0 ? 1 : 0, length % size};
}

/// The fewest tiles of at most `largest`, their sizes differing by at most one: no full tile plus a sliver.
constexpr split balanced(int length, int largest) {
    const int tiles = (length + largest - 1) / largest;
    const int small = length / tiles, larger_ones = length % tiles;
    return larger_ones == 0 ? split{tiles, small, 0, 0}
                            : split{larger_ones, small + 1, tiles - larger_ones, small};
}

/// Which of the two factors lies transposed in memory: none (Z W), the first (Z^T G), the second (G W^T).
enum class gemm_form { nn, tn, nt };

/// What the lanes run over: see the table above.
enum class gemm_method { tiles, along_depth, one_row, transposed, copied_strips };

/// The lanes that a tail of so many columns takes of a vector that rows share.
constexpr int tail_slot(int tail) { return tail > 4 ? 8 : tail > 2 ? 4 : tail; }

/// The tail of `cols` columns: those beyond the last whole vector, if at least two rows can share a vector
/// for them. Half a vector is a tail by itself, for pairs of rows.
constexpr int shared_tail(gemm_form form, int rows, int cols, int depth, int width, int registers,
                          int chains) {
    const int tail = cols % width;
    if (registers > 1 || rows == 1 || tail == 0 || form == gemm_form::nt || 2 * tail_slot(tail) > width)
        return 0;
    if (cols < width) return form == gemm_form::nn && 2 * cols == width ? tail : 0;
    return cols < 2 * width || chains == 1 || depth >= machine::shortest_tail ? tail : 0;
}

/// Rows of a register tile of some vectors and a tail: beside its accumulators there are the vectors and the
/// tail of B, a broadcast of A, and the factors of a shared vector.
constexpr int tail_tile_rows(int vectors, int sharing) {
    int rows = 8;
    while ((rows * vectors + (rows + sharing - 1) / sharing > machine::accumulators) ||
           rows * vectors + (rows + sharing - 1) / sharing + vectors + 3 > machine::registers)
        --rows;
    return rows;
}

/// Rows of a register tile of `vectors` columns: as many as leave room for the vectors of B and a broadcast
/// of A.
constexpr int tile_rows(int vectors, int registers = 1) {
    if (vectors == 0) return 8; // they share all they have
    const int fit = (machine::registers / registers - vectors - 1) / vectors;
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

/// Vectors of a strip of rows that is turned: what tile_columns gives `cols` rows.
constexpr int transposed_strip(int cols) { return cols == 1 ? 8 : cols == 2 ? 4 : cols == 3 ? 3 : 2; }

/// From so many rows on, turning a narrow B costs less than it saves.
inline constexpr int enough_rows_to_transpose = 8;

constexpr gemm_method method_of(gemm_form form, int rows, int cols, int depth, int width, int element_bytes,
                                int chains) {
    const int vectors = chains * cols / width; // that hold all chains of a row, if they hold them evenly
    // If the chains take two vectors, as with doubles, the tree costs more than idle lanes unless most are
    // idle.
    if (form == gemm_form::nn && chains == most_chains && rows >= enough_rows_to_transpose &&
        (chains == width || cols < 2 * width))
        return gemm_method::along_depth;
    if (form == gemm_form::nn && rows == 1 && chains > 1 && cols % width != 0 &&
        vectors * width == chains * cols && vectors <= machine::accumulators)
        return gemm_method::one_row;
    // The longer the sum, the less it costs to turn the result. (Not of duals: turned, the factors change
    // places, and the two products of a tangent their order.)
    if (form == gemm_form::tn && width > 1 && registers_of(width, element_bytes) == 1 && cols < 2 * width &&
        cols % width != 0 && rows >= 2 * width && depth >= 2 * width)
        return gemm_method::transposed;
    if (form == gemm_form::tn && rows * element_bytes % machine::page_bytes == 0 && depth > 8 &&
        depth * machine::strip_rows * element_bytes <= machine::panel_bytes)
        return gemm_method::copied_strips;
    return gemm_method::tiles;
}

/// How one product is computed: C (rows x cols) = A (rows x depth) B (depth x cols), `width` lanes to a
/// vector.
struct gemm_plan {
    gemm_method method; // nothing below matters unless it is `tiles`
    int vectors;        // that cover the columns; the last overlaps its neighbour if `cols` is no multiple of
                        // `width`
    int overlap;        // columns that the last vector shares with the one before it
    int tail;           // columns beyond the vectors, for which rows share one
    int lanes;          // of a vector that are used: `cols` if that is less than `width`
    split columns;      // tiles, in vectors
    int parts;          // equal parts of the depth, one after the other (the last may be shorter)
    int part;           // their length
    bool pack;          // whether B is copied into a panel while the first tile of rows is computed
};

/// B is read where it lies as long as it stays in L1 or is used by too few tiles of rows to repay the copy. A
/// panel fills L1. More than one chain goes with narrow outputs only, whose depth is never cut.
constexpr gemm_plan plan_gemm(gemm_form form, int rows, int cols, int depth, int width, int element_bytes,
                              int chains) {
    const bool transposed = form == gemm_form::nt;
    gemm_plan plan{};
    plan.method = method_of(form, rows, cols, depth, width, element_bytes, chains);
    const int registers = registers_of(width, element_bytes);
    plan.tail = plan.method == gemm_method::tiles
                    ? shared_tail(form, rows, cols, depth, width, registers, chains)
                    : 0;
    plan.vectors = (cols + width - 1) / width - (plan.tail > 0);
    plan.lanes = cols < width ? cols : width;
    plan.overlap = cols < width || plan.tail > 0 ? 0 : plan.vectors * width - cols;
    plan.columns = registers > 1   ? dual_columns(rows, plan.vectors, plan.overlap)
                   : plan.tail > 0 ? tail_columns(plan.vectors)
                                   : tile_columns(rows, plan.vectors);
    const bool reused = rows > 2 * tile_rows(plan.columns.size, registers);
    plan.pack = transposed || (reused && depth * cols * element_bytes > machine::direct_bytes);
    plan.part = depth;
    if (plan.pack && chains == 1) {
        const int widest =
            (plan.columns.size > plan.columns.rest_size ? plan.columns.size : plan.columns.rest_size) +
            (plan.tail > 0);
        const int longest = machine::panel_bytes / (widest * width * element_bytes);
        plan.part = balanced(depth, longest).size;
    }
    if (form == gemm_form::nn && rows == 1 && chains == 1 &&
        depth * cols * element_bytes > machine::streamed_bytes)
        plan.part = balanced(depth, machine::streamed_rows).size;
    plan.parts = (depth + plan.part - 1) / plan.part;
    return plan;
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad
