/// The register tile: Rows x Vectors accumulators that never leave their registers while a sum runs.
#pragma once

#include <handgrad/kernel/plan.hpp>
#include <handgrad/kernel/unroll.hpp>
#include <handgrad/simd/native.hpp>

namespace handgrad::inline HANDGRAD_ISA {

/// A rectangle of accumulators.
template <class V, int Rows, int Vectors>
struct register_block {
    V c[Rows][Vectors];

    friend HANDGRAD_INLINE constexpr register_block operator+(const register_block& a,
                                                              const register_block& b) {
        register_block sum;
        HANDGRAD_UNROLL
        for (int i = 0; i < Rows; ++i) HANDGRAD_UNROLL
        for (int j = 0; j < Vectors; ++j) sum.c[i][j] = a.c[i][j] + b.c[i][j];
        return sum;
    }
};

/// How A lies: element (row, k) at row RowStride + k DepthStride. Z and G in their own order, or transposed.
template <int RowStride, int DepthStride>
struct strides {
    static constexpr int row = RowStride;
    static constexpr int depth = DepthStride;
};

/// How a tile reads B: Vectors vectors of which the last is moved back by Overlap columns, Lanes of each
/// used, k-th row at k DepthStride. With Panel, each row that is read is also copied there for the next
/// tiles.
template <class V, int Vectors, int Overlap, int Lanes, int DepthStride, bool Copy>
struct columns {
    static constexpr int vectors = Vectors;
    static constexpr int lanes = Lanes;
    static constexpr int depth_stride = DepthStride;
    static constexpr int panel_stride = Vectors * V::width;
    static constexpr bool copy = Copy;
    static constexpr int offset(int j) { return j * V::width - (j == Vectors - 1 ? Overlap : 0); }
};

/// The sum over the whole depth of Rows x Vectors elements, in canonical order: `Chains` chains, as many of
/// them at once as there are registers for. `b` and `panel` are those of the tile's first column.
template <class V, int Rows, class Columns, class A, int Depth, int Chains>
class tile {
    using T = typename V::value_type;
    static constexpr int vectors = Columns::vectors;
    using accumulators = register_block<V, Rows, vectors>;

public:
    const T* a;
    const T* b;
    T* panel;

    template <class Begin>
    HANDGRAD_INLINE constexpr accumulators sum(Begin begin) const {
        return sum_chains<0, 1>(begin);
    }

private:
    HANDGRAD_INLINE constexpr void step(accumulators& acc, int k) const {
        V row[vectors];
        HANDGRAD_UNROLL
        for (int j = 0; j < vectors; ++j) {
            row[j] =
                V::template load_first<Columns::lanes>(b + k * Columns::depth_stride + Columns::offset(j));
            if constexpr (Rows > 1) row[j] = in_register(row[j]);
            if constexpr (Columns::copy) row[j].store(panel + k * Columns::panel_stride + j * V::width);
        }
        HANDGRAD_UNROLL
        for (int i = 0; i < Rows; ++i) {
            const V factor(a[i * A::row + k * A::depth]);
            HANDGRAD_UNROLL
            for (int j = 0; j < vectors; ++j) acc.c[i][j] = fma(factor, row[j], acc.c[i][j]);
        }
    }

    /// Chains First, First + Step, First + 2 Step, ... and the part of the tree that joins them.
    template <int First, int Step, class Begin>
    HANDGRAD_INLINE constexpr accumulators sum_chains(Begin begin) const {
        constexpr int together = Chains / Step;
        if constexpr (together > 1 && Rows * vectors * together > machine::accumulators) {
            const accumulators even = sum_chains<First, 2 * Step>(begin);
            return even + sum_chains<First + Step, 2 * Step>(begin);
        } else {
            accumulators acc[together];
            HANDGRAD_UNROLL
            for (int p = 0; p < together; ++p) HANDGRAD_UNROLL
            for (int i = 0; i < Rows; ++i) HANDGRAD_UNROLL
            for (int j = 0; j < vectors; ++j) acc[p].c[i][j] = First + p == 0 ? begin(i, j) : V(0);
            constexpr int rounds = Depth / Chains;
            constexpr int at_once = together >= 4 ? 1 : 4 / together;
            int k = First;
            for (int round = 0; round < rounds / at_once; ++round, k += Chains * at_once) HANDGRAD_UNROLL
            for (int s = 0; s < at_once * together; ++s)
                step(acc[s % together], k + s / together * Chains + s % together * Step);
            HANDGRAD_UNROLL
            for (int s = 0; s < (rounds % at_once + 1) * together; ++s) {
                const int at =
                    First + rounds / at_once * at_once * Chains + s / together * Chains + s % together * Step;
                if (at < Depth) step(acc[s % together], at);
            }
            return tree<together>(acc);
        }
    }

    template <int Count>
    HANDGRAD_INLINE static constexpr accumulators tree(accumulators (&acc)[Count]) {
        if constexpr (Count == 1) {
            return acc[0];
        } else {
            accumulators half[Count / 2];
            HANDGRAD_UNROLL
            for (int p = 0; p < Count / 2; ++p) half[p] = acc[p] + acc[p + Count / 2];
            return tree<Count / 2>(half);
        }
    }
};

} // namespace handgrad::inline HANDGRAD_ISA
