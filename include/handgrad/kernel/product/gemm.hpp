/// Products of matrices of static shape: Z W, Z^T G and G W^T.
#pragma once

#include <handgrad/core/overlap.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/kernel/product/along_depth.hpp>
#include <handgrad/kernel/product/copied_strips.hpp>
#include <handgrad/kernel/product/one_row.hpp>
#include <handgrad/kernel/product/order.hpp>
#include <handgrad/kernel/product/pack.hpp>
#include <handgrad/kernel/product/plan.hpp>
#include <handgrad/kernel/product/tile.hpp>
#include <handgrad/kernel/product/transposed.hpp>

#include <cassert>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// C (Rows x Cols) = A (Rows x Depth) B (Depth x Cols), element by element in canonical order. A lies as
/// `A` says; row k of B begins at k BStride or, if Transposed, column j at j BStride.
template <class V, int Rows, int Cols, int Depth, class A, bool Transposed, int BStride, int Chains>
struct gemm {
    using T = typename V::value_type;
    static constexpr gemm_form form = Transposed    ? gemm_form::nt
                                      : A::row == 1 ? gemm_form::tn
                                                    : gemm_form::nn;
    static constexpr gemm_plan plan =
        plan_gemm(form, Rows, Cols, Depth, V::width, static_cast<int>(sizeof(T)), Chains);

    /// The specification, for constant expressions: no tiles, one element after the other.
    template <class Start, class Finish>
    static constexpr void specified(const T* a, const T* b, Start start, Finish finish) {
        using one = simd::scalar_vector<T>;
        for (int i = 0; i < Rows; ++i)
            for (int j = 0; j < Cols; ++j) {
                const auto factor_a = [&](int k) { return a[i * A::row + k * A::depth]; };
                const auto factor_b = [&](int k) {
                    return Transposed ? b[j * BStride + k] : b[k * BStride + j];
                };
                const T sum =
                    sum_of_products(start.template begin<one, 1>(i, j).v, Depth, Chains, factor_a, factor_b);
                finish.template end<one, 1>(i, j, one(sum));
            }
    }

    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const T* a, const T* b, Start start, Finish finish) {
        constexpr int last = (plan.parts - 1) * plan.part;
        if (__builtin_is_constant_evaluated()) {
            specified(a, b, start, finish);
        } else if constexpr (plan.method == gemm_method::along_depth) {
            static_assert(A::row == Depth && A::depth == 1 && !Transposed && BStride == Cols);
            gemm_along_depth<V, Rows, Cols, Depth>::run(a, b, start, finish);
        } else if constexpr (plan.method == gemm_method::one_row) {
            static_assert(A::depth == 1 && !Transposed && BStride == Cols);
            gemm_of_one_row<V, Cols, Depth, Chains>::run(a, b, start, finish);
        } else if constexpr (plan.method == gemm_method::transposed) {
            static_assert(A::row == 1 && A::depth == Rows && !Transposed && BStride == Cols && Chains == 1);
            transposed_gemm<V, Rows, Cols, Depth>::run(a, b, start, finish);
        } else if constexpr (plan.method == gemm_method::copied_strips) {
            static_assert(A::row == 1 && A::depth == Rows && !Transposed && BStride == Cols && Chains == 1);
            gemm_in_copied_strips<V, Rows, Cols, Depth>::run(a, b, start, finish);
        } else if constexpr (plan.parts == 1) {
            part<Depth>(a, b, start, finish);
        } else {
            // Between the parts C holds the unfinished chains: a store and a load change no bit.
            const start_matrix<T, Cols> go_on{finish.out};
            const finish_store<T, Cols> keep{finish.out};
            part<plan.part>(a, b, start, keep);
            for (int k = plan.part; k < last; k += plan.part)
                part<plan.part>(a + k * A::depth, from_depth(b, k), go_on, keep);
            part<Depth - last>(a + last * A::depth, from_depth(b, last), go_on, finish);
        }
    }

private:
    static constexpr const T* from_depth(const T* b, int k) { return b + k * (Transposed ? 1 : BStride); }

    template <int Length, class Start, class Finish>
    HANDGRAD_INLINE static constexpr void part(const T* a, const T* b, Start start, Finish finish) {
        // The last tile may have its last vector moved back by an overlap, or a tail of columns more.
        constexpr bool special = plan.overlap > 0 || plan.tail > 0;
        constexpr split all = plan.columns, plain = special ? all.but_last() : all;
        static_assert(plan.overlap == 0 || all.last_size() > 1,
                      "both vectors must be read before one is written");
        for_each<plain>([&]<int Vectors>(int i) HANDGRAD_INLINE_LAMBDA {
            rows_loops<Length, Vectors, 0, 0>(a, b, i * V::width, start, finish);
        });
        if constexpr (special)
            rows_loops<Length, all.last_size(), plan.overlap, plan.tail>(a, b, plain.length() * V::width,
                                                                         start, finish);
    }

    template <int Length, int Vectors, int Overlap, int Tail, class Start, class Finish>
    static constexpr void rows_loops(const T* a, const T* b, int col, Start start, Finish finish) {
        using in_place = columns<V, Vectors, Overlap, plan.lanes, BStride, false, Tail>;
        using in_panel = columns<V, Vectors, 0, V::width, in_place::panel_stride, false, Tail, true>;
        constexpr split rows =
            balanced(Rows, Tail > 0 ? tail_tile_rows(Vectors, in_place::sharing)
                                    : tile_rows(Vectors, registers_of(V::width, sizeof(T))));
        const T* from = b + col * (Transposed ? BStride : 1);
        if constexpr (!plan.pack) {
            for_each<rows>([&]<int TileRows>(int row) HANDGRAD_INLINE_LAMBDA {
                one_tile<Length, TileRows, in_place, in_place>(a, from, nullptr, row, col, start, finish);
            });
        } else {
            alignas(64) T panel[Length * in_place::panel_stride];
            constexpr bool copied = !Transposed; // by the first tile, as it reads
            if constexpr (copied) {
                using copying = columns<V, Vectors, Overlap, plan.lanes, BStride, true, Tail>;
                one_tile<Length, rows.size, copying, in_place>(a, from, panel, 0, col, start, finish);
            } else {
                pack_transposed<V, in_place, Length, BStride>(from, panel);
            }
            constexpr int done = copied ? rows.size : 0;
            for_each<copied ? rows.but_first() : rows>([&]<int TileRows>(int row) HANDGRAD_INLINE_LAMBDA {
                one_tile<Length, TileRows, in_panel, in_place>(a, panel, nullptr, done + row, col, start,
                                                               finish);
            });
        }
    }

    template <int Length, int TileRows, class Source, class Target, class Start, class Finish>
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
        if constexpr (changes_once<Finish> && machine::changes_apart)
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

/// Of two matrices that lie row by row, one after the other, on the machine's vectors.
template <class T, int Rows, int Cols, int Depth, class A, bool Transposed, int Chains>
using native_gemm = gemm<simd::native_vector<std::remove_const_t<T>>, Rows, Cols, Depth, A, Transposed,
                         (Transposed ? Depth : Cols), Chains>;

} // namespace detail

/// The same as gemm_nn in so many chains: for rows that are parts of one row of a layer.
template <int Chains, class TZ, class TW, int M, int K, int KW, int N, class Start, class Finish>
HANDGRAD_INLINE constexpr void gemm_nn_in_chains(view<TZ, M, K> z, view<TW, KW, N> w, Start begin,
                                                 Finish finish) {
    static_assert(K == KW, "Z W: Z must have as many columns as W has rows");
    detail::native_gemm<TZ, M, N, K, strides<K, 1>, false, Chains>::run(z.data(), w.data(), begin, finish);
}

/// out = finish(start + Z W)          Z: (M, K)   W: (K, N)   out: (M, N), in forward_chains(K, N) chains
template <class TZ, class TW, int M, int K, int KW, int N, class Start, class Finish>
constexpr void gemm_nn(view<TZ, M, K> z, view<TW, KW, N> w, Start begin, Finish finish) {
    static_assert(K == KW, "Z W: Z must have as many columns as W has rows");
    detail::native_gemm<TZ, M, N, K, strides<K, 1>, false, forward_chains(K, N)>::run(z.data(), w.data(),
                                                                                      begin, finish);
}

/// out = finish(start + Z^T G)        Z: (M, K)   G: (M, N)   out: (K, N), in one chain over the M rows
template <class TZ, class TG, int M, int MG, int K, int N, class Start, class Finish>
constexpr void gemm_tn(view<TZ, M, K> z, view<TG, MG, N> g, Start begin, Finish finish) {
    static_assert(M == MG, "Z^T G: Z must have as many rows as G");
    detail::native_gemm<TZ, K, N, M, strides<1, K>, false, 1>::run(z.data(), g.data(), begin, finish);
}

/// out = finish(start + G W^T)        G: (M, N)   W: (K, N)   out: (M, K), in one chain over the N columns
template <class TG, class TW, int M, int N, int NW, int K, class Start, class Finish>
constexpr void gemm_nt(view<TG, M, N> g, view<TW, K, NW> w, Start begin, Finish finish) {
    static_assert(N == NW, "G W^T: G must have as many columns as W");
    detail::native_gemm<TG, M, K, N, strides<N, 1>, true, 1>::run(g.data(), w.data(), begin, finish);
}

namespace detail {

/// For an assert: what a layer multiplies lies apart, its network has seen to that.
template <class A, class B, class Out>
HANDGRAD_INLINE constexpr bool factors_apart(A a, B b, Out out) noexcept {
    using handgrad::detail::numbers_of;
    const auto result = numbers_of("", out);
    return !overlap(result, numbers_of("", a)) && !overlap(result, numbers_of("", b));
}

} // namespace detail

/// out = a b, or out += a b: each of the three with plain start and finish. The factors may overlap each
/// other, but not `out`: a build without NDEBUG stops with a message, one with it does not look at the
/// addresses. (Nor does any build at what another start and finish read and write: no more may overlap
/// there.)
template <write W = write::overwrite, class TA, class TB, class T, int M, int K, int KB, int N, int R, int C>
constexpr void gemm_nn(view<TA, M, K> a, view<TB, KB, N> b, view<T, R, C> out) {
    static_assert(R == M, "out = Z W: it must have as many rows as Z");
    static_assert(R != M || C == N, "out = Z W: it must have as many columns as W");
    assert(detail::factors_apart(a, b, out) && "handgrad: gemm_nn: the result overlaps a factor");
    if constexpr (R == M && C == N) gemm_nn(a, b, start_in<W>(out), finish_in(out));
}
template <write W = write::overwrite, class TA, class TB, class T, int M, int MB, int K, int N, int R, int C>
constexpr void gemm_tn(view<TA, M, K> a, view<TB, MB, N> b, view<T, R, C> out) {
    static_assert(R == K, "out = Z^T G: it must have as many rows as Z has columns");
    static_assert(R != K || C == N, "out = Z^T G: it must have as many columns as G");
    assert(detail::factors_apart(a, b, out) && "handgrad: gemm_tn: the result overlaps a factor");
    if constexpr (R == K && C == N) gemm_tn(a, b, start_in<W>(out), finish_in(out));
}
template <write W = write::overwrite, class TA, class TB, class T, int M, int N, int NB, int K, int R, int C>
constexpr void gemm_nt(view<TA, M, N> a, view<TB, K, NB> b, view<T, R, C> out) {
    static_assert(R == M, "out = G W^T: it must have as many rows as G");
    static_assert(R != M || C == K, "out = G W^T: it must have as many columns as W has rows");
    assert(detail::factors_apart(a, b, out) && "handgrad: gemm_nt: the result overlaps a factor");
    if constexpr (R == M && C == K) gemm_nt(a, b, start_in<W>(out), finish_in(out));
}

} // namespace kernel

using kernel::gemm_nn;
using kernel::gemm_nt;
using kernel::gemm_tn;

HANDGRAD_END_ISA
} // namespace handgrad
