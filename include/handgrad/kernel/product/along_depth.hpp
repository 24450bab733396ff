/// Z W for many rows and few outputs: the lanes of a vector are the chains of one output.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/product/order.hpp>
#include <handgrad/kernel/product/shape.hpp>
#include <handgrad/kernel/product/split.hpp>
#include <handgrad/simd/register_hints.hpp>
#include <handgrad/simd/select.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// How far apart the columns of a transposed B are: whole rounds of the chains.
constexpr int stride_along_depth(int depth) { return (depth + most_chains - 1) / most_chains * most_chains; }

/// The lanes that can be chains: of a wider vector no more than there are chains, which are those of the
/// order and not of the machine.
constexpr int lanes_for_chains(int width) { return width < most_chains ? width : most_chains; }

/// C (Rows x Cols) = A (Rows x Depth) B (Depth x Cols) in 8 chains, which vectors along the depth hold:
/// neither operand is broadcast and no lane is idle, whatever Cols is. B is transposed once; the tree of the
/// chains sums a whole vector of outputs at a time. (Of wider vectors, which hold more lanes than there are
/// chains, the machine has those of eight lanes as well.)
template <class Widest, int Rows, int Cols, int Depth>
class gemm_along_depth {
    using T = typename Widest::value_type;
    using V = simd::vector<T, lanes_for_chains(Widest::width)>;
    static constexpr int chains = most_chains;
    static constexpr int parts = chains / V::width; // vectors that hold the chains of one output
    static constexpr int whole = Depth / chains * chains;
    static constexpr int rest = Depth - whole;
    static constexpr int stride = stride_along_depth(Depth);

    /// Tiles of columns: two rows of six outputs, or three of fewer, fit beside the rows of A and one vector
    /// of B; a single row wants eight sums in flight.
    static constexpr const simd::machine& machine = simd::machine_of<V>;
    static constexpr int registers = kind_of<V>.registers() * parts; // that they take
    static constexpr int most_cols = registers > 2 ? 3 : (Rows == 1 ? 8 : 6) / registers;
    static constexpr split groups = balanced(Cols, most_cols < V::width ? most_cols : V::width);
    static constexpr int most_rows() {
        int most = 1;
        while ((most + 1) * (groups.size + 1) * registers + 1 <= machine.registers) ++most;
        return most;
    }
    static constexpr split rows = balanced(Rows, most_rows());

public:
    /// The numbers of B transposed.
    static constexpr int panel_size = Cols * stride;

    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const T* a, const T* b, Start start, Finish finish) {
        alignas(64) T panel[panel_size];
        transpose_columns(b, panel);
        run_transposed(a, panel, start, finish);
    }

    HANDGRAD_INLINE static constexpr void transpose_columns(const T* b, T* panel) {
        for_each<whole_tiles(Cols, V::width)>(
            [&]<int Count>(int col) HANDGRAD_INLINE_LAMBDA { pack<Count>(b + col, panel + col * stride); });
    }

    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run_transposed(const T* a, const T* panel, Start start,
                                                         Finish finish) {
        if constexpr (panel_size * static_cast<int>(sizeof(T)) <= machine.direct_bytes) {
            // A few rows of A stay in L1 while the whole panel passes.
            for_each<rows>([&]<int TileRows>(int row) HANDGRAD_INLINE_LAMBDA {
                for_each<groups>([&]<int TileCols>(int col) HANDGRAD_INLINE_LAMBDA {
                    tile<TileRows, TileCols>(a, panel, row, col, start, finish);
                });
            });
        } else {
            // A few columns of a panel too large for that.
            for_each<groups>([&]<int TileCols>(int col) HANDGRAD_INLINE_LAMBDA {
                for_each<rows>([&]<int TileRows>(int row) HANDGRAD_INLINE_LAMBDA {
                    tile<TileRows, TileCols>(a, panel, row, col, start, finish);
                });
            });
        }
    }

    /// Where B's (k, col) is in the panel.
    static constexpr int place(int k, int col) { return col * stride + k; }

private:
    /// panel(j, k) = b(k, j) of Count columns; -0 from Depth on: there (+0) (-0) = -0 is added to a chain,
    /// which keeps its bits.
    template <int Count>
    HANDGRAD_INLINE static constexpr void pack(const T* b, T* panel) {
        const auto square = [&](int k, int count) HANDGRAD_INLINE_LAMBDA {
            V s[V::width];
            HANDGRAD_UNROLL
            for (int l = 0; l < V::width; ++l)
                s[l] = l < count ? V::template load_first<Count>(b + (k + l) * Cols) : V(T(-0.0));
            transpose(s);
            HANDGRAD_UNROLL
            for (int j = 0; j < Count; ++j) s[j].store(panel + j * stride + k);
        };
        constexpr int full = Depth / V::width * V::width;
        for (int k = 0; k < full; k += V::width) square(k, V::width);
        if constexpr (full < Depth) square(full, Depth - full);
        for (int k = full + (full < Depth ? V::width : 0); k < stride; k += V::width) square(k, 0);
    }

    template <int TileRows, int TileCols, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void tile(const T* all_a, const T* all_b, int row, int col, Start start,
                                               Finish finish) {
        const T* const a = all_a + row * Depth;
        const T* const panel = all_b + col * stride;
        V acc[TileRows][TileCols][parts];
        HANDGRAD_UNROLL
        for (int i = 0; i < TileRows; ++i) HANDGRAD_UNROLL
        for (int j = 0; j < TileCols; ++j) HANDGRAD_UNROLL
        for (int p = 0; p < parts; ++p)
            acc[i][j][p] = p == 0 ? start.template begin<V, 1>(row + i, col + j) : V(0);

        for (int k = 0; k < whole; k += chains) step(a + k, panel + k, acc);
        last_terms<0>(a, simd::reread(panel), acc);

        if constexpr (TileRows == 2 && V::width == 8) {
            const V left = sums_of_two_rows<0>(acc);
            if constexpr (TileCols <= V::width / 2) {
                finish.template end<V, TileCols>(row, col, left);
                finish.template end<V, TileCols>(row + 1, col, left.template rotated<V::width / 2>());
            } else {
                const V right = sums_of_two_rows<V::width / 2>(acc);
                finish.template end<V, TileCols>(row, col, lower_halves(left, right));
                finish.template end<V, TileCols>(row + 1, col, upper_halves(left, right));
            }
        } else {
            HANDGRAD_UNROLL
            for (int i = 0; i < TileRows; ++i) {
                V sums[V::width];
                HANDGRAD_UNROLL
                for (int j = 0; j < V::width; ++j) sums[j] = joined(acc[i][j < TileCols ? j : 0]);
                finish.template end<V, TileCols>(row + i, col, simd::sums_of_halves(sums));
            }
        }
    }

    /// The first half of the lanes belongs to the first row, the second to the second: of columns First,
    /// First + 1, ... (and some of them again, which costs nothing: the tree of the same lanes is the same).
    template <int First, int TileCols>
    HANDGRAD_INLINE static constexpr V sums_of_two_rows(const V (&acc)[2][TileCols][parts]) {
        constexpr int half = V::width / 2;
        constexpr int left = TileCols - First;
        constexpr int period = left >= half ? half : left == 3 ? 4 : left;
        V sums[V::width];
        HANDGRAD_UNROLL
        for (int j = 0; j < half; ++j) {
            const int c = First + (j % period < left ? j % period : left - 1);
            sums[j] = joined(acc[0][c]);
            sums[j + half] = joined(acc[1][c]);
        }
        return simd::sums_of_halves(sums);
    }

    /// One term of each chain.
    template <int TileRows, int TileCols>
    HANDGRAD_INLINE static constexpr void step(const T* a, const T* panel,
                                               V (&acc)[TileRows][TileCols][parts]) {
        HANDGRAD_UNROLL
        for (int p = 0; p < parts; ++p) {
            V z[TileRows];
            HANDGRAD_UNROLL
            for (int i = 0; i < TileRows; ++i) z[i] = in_register(V::load(a + i * Depth + p * V::width));
            HANDGRAD_UNROLL
            for (int j = 0; j < TileCols; ++j) {
                V w = V::load(panel + j * stride + p * V::width);
                if constexpr (TileRows > 1) w = in_register(w);
                HANDGRAD_UNROLL
                for (int i = 0; i < TileRows; ++i) acc[i][j][p] = fma(z[i], w, acc[i][j][p]);
            }
        }
    }

    /// The terms k = whole .. Depth - 1, which only the first chains have.
    template <int Part, int TileRows, int TileCols>
    HANDGRAD_INLINE static constexpr void last_terms(const T* a, const T* panel,
                                                     V (&acc)[TileRows][TileCols][parts]) {
        constexpr int left = rest - Part * V::width;
        constexpr int lanes = left < V::width ? left : V::width;
        if constexpr (lanes > 0) {
            constexpr int k = whole + Part * V::width;
            HANDGRAD_UNROLL
            for (int i = 0; i < TileRows; ++i) {
                const V z = V::template load_first<lanes>(a + i * Depth + k);
                HANDGRAD_UNROLL
                for (int j = 0; j < TileCols; ++j) {
                    V& chain = acc[i][j][Part];
                    chain = fma(z, V::load(panel + j * stride + k), chain);
                }
            }
            if constexpr (Part + 1 < parts) last_terms<Part + 1>(a, panel, acc);
        }
    }

    /// The first steps of the tree, between vectors.
    HANDGRAD_INLINE static constexpr V joined(const V (&chain)[parts]) { return tree<parts>(chain); }
};

} // namespace detail

/// Lanes are the chains of an output: many rows of Z W and few outputs. If the chains take two vectors, as
/// with doubles, the tree costs more than idle lanes unless most are idle.
struct along_depth {
    /// From so many rows on, turning a narrow B costs less than it saves.
    static constexpr int enough_rows = 8;

    static constexpr bool fits(const gemm_shape& s, const vector_kind& v) {
        return s.form == gemm_form::nn && s.chains == most_chains && s.rows >= enough_rows &&
               (v.width >= most_chains || s.cols < 2 * v.width);
    }
    static constexpr std::size_t stack_bytes(const gemm_shape& s, const vector_kind& v, auto) {
        return v.bytes(s.cols, detail::stride_along_depth(s.depth));
    }
    template <class Product>
    struct of : detail::gemm_along_depth<typename Product::vector, Product::shape.rows, Product::shape.cols,
                                         Product::shape.depth> {
        static_assert(Product::stride == Product::shape.cols);
    };
};

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
