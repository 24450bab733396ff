/// Z W for many rows and few outputs: the lanes of a vector are the chains of one output.
#pragma once

#include <handgrad/kernel/order.hpp>
#include <handgrad/kernel/plan.hpp>
#include <handgrad/kernel/unroll.hpp>
#include <handgrad/simd/native.hpp>

namespace handgrad::inline HANDGRAD_ISA {

namespace detail {

/// C (Rows x Cols) = A (Rows x Depth) B (Depth x Cols) in 8 chains, which vectors along the depth hold:
/// neither operand is broadcast and no lane is idle, whatever Cols is. B is transposed once; the tree of the
/// chains sums a whole vector of outputs at a time.
template <class V, int Rows, int Cols, int Depth>
class narrow_gemm {
    using T = typename V::value_type;
    static constexpr int chains = most_chains;
    static constexpr int parts = chains / V::width; // vectors that hold the chains of one output
    static constexpr int whole = Depth / chains * chains;
    static constexpr int rest = Depth - whole;
    static constexpr int stride = (Depth + chains - 1) / chains * chains;

    /// Rows of a tile of `cols` outputs: what fits beside the rows of A and one vector of B.
    static constexpr int tile_rows_of(int cols) {
        int rows = 1;
        while ((rows + 1) * (cols + 1) * parts + 1 <= machine::registers && (rows + 1) * cols * parts <= 12)
            ++rows;
        return rows;
    }

public:
    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const T* a, const T* b, Start start, Finish finish) {
        alignas(64) T panel[Cols * stride];
        constexpr split s = balanced(Cols, V::width);
        for (int t = 0; t < s.count; ++t) group<s.size>(a, b, panel, t * s.size, start, finish);
        if constexpr (s.rest_count > 0)
            for (int t = 0; t < s.rest_count; ++t)
                group<s.rest_size>(a, b, panel, s.count * s.size + t * s.rest_size, start, finish);
    }

private:
    /// GroupCols outputs from column `col` on.
    template <int GroupCols, class Start, class Finish>
    static constexpr void group(const T* a, const T* b, T* panel, int col, Start start, Finish finish) {
        pack<GroupCols>(b + col, panel);
        constexpr split s = balanced(Rows, tile_rows_of(GroupCols));
        for (int row = 0; row < s.count * s.size; row += s.size)
            tile<s.size, GroupCols>(a + row * Depth, panel, row, col, start, finish);
        if constexpr (s.rest_count > 0)
            for (int row = s.count * s.size; row < Rows; row += s.rest_size)
                tile<s.rest_size, GroupCols>(a + row * Depth, panel, row, col, start, finish);
    }

    /// panel(j, k) = b(k, j), zero from Depth on.
    template <int GroupCols>
    HANDGRAD_INLINE static constexpr void pack(const T* b, T* panel) {
        const auto square = [&](int k, int rows) HANDGRAD_INLINE_LAMBDA {
            V s[V::width];
            HANDGRAD_UNROLL
            for (int l = 0; l < V::width; ++l)
                s[l] = l < rows ? V::template load_first<GroupCols>(b + (k + l) * Cols) : V(0);
            transpose(s);
            HANDGRAD_UNROLL
            for (int j = 0; j < GroupCols; ++j) s[j].store(panel + j * stride + k);
        };
        int k = 0;
        for (; k + V::width <= Depth; k += V::width) square(k, V::width);
        if constexpr (stride > Depth) {
            if constexpr (Depth % V::width != 0) {
                square(k, Depth % V::width);
                k += V::width;
            }
            for (; k < stride; k += V::width) square(k, 0);
        }
    }

    template <int TileRows, int TileCols, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void tile(const T* a, const T* panel, int row, int col, Start start,
                                               Finish finish) {
        V acc[TileRows][TileCols][parts];
        HANDGRAD_UNROLL
        for (int i = 0; i < TileRows; ++i) HANDGRAD_UNROLL
        for (int j = 0; j < TileCols; ++j) HANDGRAD_UNROLL
        for (int p = 0; p < parts; ++p)
            acc[i][j][p] = p == 0 ? start.template begin<V, 1>(row + i, col + j) : V(0);

        for (int k = 0; k < whole; k += chains) HANDGRAD_UNROLL
        for (int p = 0; p < parts; ++p) {
            V z[TileRows];
            HANDGRAD_UNROLL
            for (int i = 0; i < TileRows; ++i) z[i] = V::load(a + i * Depth + k + p * V::width);
            HANDGRAD_UNROLL
            for (int j = 0; j < TileCols; ++j) {
                V w = V::load(panel + j * stride + k + p * V::width);
                if constexpr (TileRows > 1) w = in_register(w);
                HANDGRAD_UNROLL
                for (int i = 0; i < TileRows; ++i) acc[i][j][p] = fma(z[i], w, acc[i][j][p]);
            }
        }
        last_terms<0>(a, panel, acc);

        HANDGRAD_UNROLL
        for (int i = 0; i < TileRows; ++i) {
            V sums[V::width];
            HANDGRAD_UNROLL
            for (int j = 0; j < V::width; ++j)
                sums[j] = j < TileCols ? joined(acc[i][j < TileCols ? j : 0]) : V(0);
            finish.template end<V, TileCols>(row + i, col, sums_of_halves(sums));
        }
    }

    /// The terms k = whole .. Depth - 1, which only the first chains have: the others keep their bits.
    template <int Part, int TileRows, int TileCols>
    HANDGRAD_INLINE static constexpr void last_terms(const T* a, const T* panel,
                                                     V (&acc)[TileRows][TileCols][parts]) {
        constexpr int left = rest - Part * V::width;
        constexpr int lanes = left < V::width ? left : V::width;
        if constexpr (lanes > 0) {
            constexpr T number[8] = {0, 1, 2, 3, 4, 5, 6, 7};
            const auto used = V::load(number) < V(T(lanes));
            constexpr int k = whole + Part * V::width;
            HANDGRAD_UNROLL
            for (int i = 0; i < TileRows; ++i) {
                const V z = V::template load_first<lanes>(a + i * Depth + k);
                HANDGRAD_UNROLL
                for (int j = 0; j < TileCols; ++j) {
                    V& chain = acc[i][j][Part];
                    chain = select(used, fma(z, V::load(panel + j * stride + k), chain), chain);
                }
            }
            if constexpr (Part + 1 < parts) last_terms<Part + 1>(a, panel, acc);
        }
    }

    /// The first steps of the tree, between vectors.
    HANDGRAD_INLINE static constexpr V joined(const V (&chain)[parts]) {
        V v[parts];
        HANDGRAD_UNROLL
        for (int p = 0; p < parts; ++p) v[p] = chain[p];
        HANDGRAD_UNROLL
        for (int half = parts / 2; half > 0; half /= 2) HANDGRAD_UNROLL
        for (int p = 0; p < half; ++p) v[p] = v[p] + v[p + half];
        return v[0];
    }
};

} // namespace detail

} // namespace handgrad::inline HANDGRAD_ISA
