/// The register tile: Rows x Vectors accumulators that never leave their registers while a sum runs.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/length.hpp>
#include <handgrad/kernel/product/operands.hpp>
#include <handgrad/kernel/product/tile_plan.hpp>
#include <handgrad/simd/register_hints.hpp>
#include <handgrad/simd/select.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// A rectangle of accumulators, and the vectors that its rows share for the columns that fill none. Where
/// there are none of one kind, one is there nevertheless, zero and unused: an array cannot be empty.
template <class V, int Rows, int Vectors, int Shared>
struct register_block {
    static constexpr int vectors = Vectors > 0 ? Vectors : 1, shared = Shared > 0 ? Shared : 1;
    V c[Rows][vectors];
    V tail[shared];

    HANDGRAD_INLINE static constexpr register_block zero() {
        register_block z;
        HANDGRAD_UNROLL
        for (int i = 0; i < Rows; ++i) HANDGRAD_UNROLL
        for (int j = 0; j < vectors; ++j) z.c[i][j] = V(0);
        HANDGRAD_UNROLL
        for (int s = 0; s < shared; ++s) z.tail[s] = V(0);
        return z;
    }

    friend HANDGRAD_INLINE constexpr register_block operator+(const register_block& a,
                                                              const register_block& b) {
        register_block sum;
        HANDGRAD_UNROLL
        for (int i = 0; i < Rows; ++i) HANDGRAD_UNROLL
        for (int j = 0; j < vectors; ++j) sum.c[i][j] = a.c[i][j] + b.c[i][j];
        HANDGRAD_UNROLL
        for (int s = 0; s < shared; ++s) sum.tail[s] = a.tail[s] + b.tail[s];
        return sum;
    }
};

/// The sum over the whole depth of Rows x Vectors elements, in canonical order: `Chains` chains, as many of
/// them at once as there are registers for. `Left` gives the factors of A, `Right` the rows of B.
template <class V, int Rows, int Chains, class Columns, class Left, class Right, class Depth>
class tile {
    using T = typename V::value_type;
    static constexpr int vectors = Columns::vectors;
    static constexpr int shared = Columns::shared(Rows);

public:
    using accumulators = register_block<V, Rows, vectors, shared>;
    Left left;
    Right right;
    [[no_unique_address]] Depth depth;

    /// The sum of chains First, First + Step, First + 2 Step, ..: those of all by default, each with the part
    /// of the tree that joins them. `start` is what chain 0 starts from.
    template <int First = 0, int Step = 1>
    HANDGRAD_INLINE constexpr accumulators sum(const accumulators& start) const {
        constexpr int together = Chains / Step;
        if constexpr (together > 1 && !fit(together)) {
            accumulators even = sum<First, 2 * Step>(start);
            simd::put_aside(even);
            return even + sum<First + Step, 2 * Step>(start);
        } else {
            accumulators acc[together];
            HANDGRAD_UNROLL
            for (int p = 0; p < together; ++p) acc[p] = First + p == 0 ? start : accumulators::zero();
            if constexpr (is_fixed<Depth>)
                add_fixed<First, Step>(acc);
            else
                add_varying<First, Step>(acc);
            return tree<together>(acc);
        }
    }

private:
    /// All steps of chains First, First + Step, ..
    template <int First, int Step, int Together>
    HANDGRAD_INLINE constexpr void add_fixed(accumulators (&acc)[Together]) const {
        constexpr int last = First + (Together - 1) * Step;
        constexpr int rounds = (Depth::value - last + Chains - 1) / Chains; // in which each chain has a term
        constexpr int at_once = Together > 2 ? 1 : unrolled(rounds, 4 / Together);
        int k = First;
        for (int round = 0; round < rounds / at_once; ++round, k += Chains * at_once)
            pass<at_once, Step>(acc, k);
        if constexpr (Rows > 1 && shared == 0 && rounds % at_once > 0 &&
                      rounds / at_once >= compiler::passes_before_pause)
            simd::put_aside(acc);
        HANDGRAD_UNROLL
        for (int s = 0; s < (rounds % at_once + 1) * Together; ++s) {
            const int at =
                First + rounds / at_once * at_once * Chains + s / Together * Chains + s % Together * Step;
            if (at < Depth::value) step(acc[s % Together], at);
        }
    }

    template <int First, int Step, int Together>
    HANDGRAD_INLINE constexpr void add_varying(accumulators (&acc)[Together]) const {
        constexpr int at_once = Together > 2 ? 1 : unrolled(0, 4 / Together);
        constexpr int last = (Together - 1) * Step + (at_once - 1) * Chains; // step of a pass
        std::ptrdiff_t k = First;
        for (; k + last < depth; k += std::ptrdiff_t{Chains} * at_once) pass<at_once, Step>(acc, k);
        HANDGRAD_ROLLED
        for (; k < depth; k += Chains) {
            HANDGRAD_UNROLL
            for (std::ptrdiff_t p = 0; p < Together; ++p)
                if (p == 0 || k + p * Step < depth) step(acc[p], k + p * Step);
        }
    }

    /// AtOnce steps of each chain.
    template <int AtOnce, int Step, int Together>
    HANDGRAD_INLINE constexpr void pass(accumulators (&acc)[Together], std::ptrdiff_t k) const {
        if constexpr (grouped && Step == 1 && AtOnce * Together % V::group == 0) {
            HANDGRAD_UNROLL
            for (int s = 0; s < AtOnce * Together; s += V::group)
                steps_of_group(acc, k + s, s, std::make_integer_sequence<int, V::group>{});
        } else {
            HANDGRAD_UNROLL
            for (std::ptrdiff_t s = 0; s < std::ptrdiff_t{AtOnce} * Together; ++s)
                step(acc[s % Together], k + s / Together * Chains + s % Together * Step);
        }
    }

    /// Whether so many chains, a row of B and a factor find room in registers.
    static constexpr bool fit(int chains) {
        const int sums = (Rows * vectors + shared) * chains;
        const int operands = (Rows > 1 ? vectors : 0) + (shared > 0 ? 2 : 0) + 1;
        constexpr int registers = kind_of<V>.registers();
        return registers * sums <= kind_of<V>.machine.accumulators &&
               registers * (sums + operands) <= kind_of<V>.machine.registers;
    }

    /// Rounds to a pass of the loop: about `wanted`, and few of them left over. With a tail both compilers
    /// need five to find registers for everything.
    static constexpr int unrolled(int rounds, int wanted) {
        if (shared > 0 && vectors > 1) return 5;
        int best = wanted;
        for (const int other : {wanted + 1, wanted - 1})
            if (other > 1 && rounds % other < rounds % best) best = other;
        return best;
    }

    HANDGRAD_INLINE constexpr void step(accumulators& acc, std::ptrdiff_t k) const {
        V row[accumulators::vectors];
        HANDGRAD_UNROLL
        for (int j = 0; j < vectors; ++j) {
            row[j] = V::template load_first<Right::lanes>(right.vector(j, k));
            if constexpr (Rows > 1) row[j] = in_register(row[j]);
            if constexpr (Right::copies) right.copy(j, k, row[j]);
        }
        if constexpr (shared == 0) {
            HANDGRAD_UNROLL
            for (int i = 0; i < Rows; ++i) add_row(acc, i, row, V::template repeat<1>(left.at(i, k)));
        } else {
            const V tail = in_register(V::template repeat<Columns::slot>(right.tail(k)));
            if constexpr (Right::copies) right.copy(vectors, k, tail);
            add_sharing<0>(acc, row, tail, k);
        }
    }

    /// Whether V::group steps can take their factors from one load and permute them: for a single row, and
    /// for pairs of rows that share all they have.
    static constexpr bool pairs = vectors == 0 && Columns::slot == V::group && Columns::sharing == 2;
    static constexpr bool grouped =
        Left::along_depth && V::group > 1 && !Right::copies && (Rows == 1 || pairs);

    template <int Together, int... I>
    HANDGRAD_INLINE constexpr void steps_of_group(accumulators (&acc)[Together], std::ptrdiff_t k, int first,
                                                  std::integer_sequence<int, I...>) const {
        if constexpr (pairs) {
            V group[shared];
            HANDGRAD_UNROLL
            for (int s = 0; s < shared; ++s)
                group[s] = in_register(
                    V::load_halves(left.at(2 * s, k), left.at(2 * s + 1 < Rows ? 2 * s + 1 : 2 * s, k)));
            (step_of_pairs<I>(acc[(first + I) % Together], k + I, group), ...);
        } else {
            const V group = in_register(V::template repeat<V::group>(left.at(0, k)));
            const V factors[] = {group.template spread<I>()...};
            HANDGRAD_UNROLL
            for (int s = 0; s < V::group; ++s) HANDGRAD_UNROLL
            for (int j = 0; j < vectors; ++j) {
                V& sum_j = acc[(first + s) % Together].c[0][j];
                sum_j = fma(factors[s], V::template load_first<Right::lanes>(right.vector(j, k + s)), sum_j);
            }
        }
    }
    template <int I>
    HANDGRAD_INLINE constexpr void step_of_pairs(accumulators& acc, std::ptrdiff_t k, const V* group) const {
        const V row = V::template repeat<Columns::slot>(right.tail(k));
        HANDGRAD_UNROLL
        for (int s = 0; s < shared; ++s) acc.tail[s] = fma(group[s].template spread<I>(), row, acc.tail[s]);
    }

    HANDGRAD_INLINE constexpr void add_row(accumulators& acc, int i, const V* row, V factor) const {
        HANDGRAD_UNROLL
        for (int j = 0; j < vectors; ++j) acc.c[i][j] = fma(factor, row[j], acc.c[i][j]);
    }

    /// The rows that share vector First / sharing, and the next ones.
    template <int First>
    HANDGRAD_INLINE constexpr void add_sharing(accumulators& acc, const V* row, V tail,
                                               std::ptrdiff_t k) const {
        constexpr int last = First + Columns::sharing < Rows ? First + Columns::sharing : Rows;
        V factors = add_shared_row<First>(acc, row, V(0), k);
        [&]<int... I>(std::integer_sequence<int, I...>) HANDGRAD_INLINE_LAMBDA {
            ((factors = add_shared_row<First + 1 + I>(acc, row, factors, k)), ...);
        }
        (std::make_integer_sequence<int, last - First - 1>{});
        acc.tail[First / Columns::sharing] = fma(factors, tail, acc.tail[First / Columns::sharing]);
        if constexpr (last < Rows) add_sharing<last>(acc, row, tail, k);
    }
    template <int I>
    HANDGRAD_INLINE constexpr V add_shared_row(accumulators& acc, const V* row, V factors,
                                               std::ptrdiff_t k) const {
        const V factor = in_register(V(*left.at(I, k)));
        add_row(acc, I, row, factor);
        return V::template joined<I % Columns::sharing * Columns::slot>(factors, factor);
    }
};

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
