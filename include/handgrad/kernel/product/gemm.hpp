/// Products of matrices of static shape: Z W, Z^T G and G W^T.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/check.hpp>
#include <handgrad/core/other_call.hpp>
#include <handgrad/core/overlap.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/kernel/product/methods.hpp>
#include <handgrad/kernel/product/order.hpp>
#include <handgrad/kernel/product/stack.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// The specification, for constant expressions: no tiles, one element after the other.
template <class T, class Start, class Finish>
constexpr void specified_gemm(const gemm_shape& s, const T* a, const T* b, int b_stride, Start start,
                              Finish finish) {
    using one = simd::scalar_vector<T>;
    const std::ptrdiff_t a_row = s.a_row(), a_depth = s.a_depth();
    const bool transposed = s.form == gemm_form::nt;
    const std::ptrdiff_t b_depth = transposed ? 1 : b_stride, b_col = transposed ? b_stride : 1;
    for (int i = 0; i < s.rows; ++i)
        for (int j = 0; j < s.cols; ++j) {
            const T* const row = a + i * a_row;
            const T* const col = b + j * b_col;
            const T sum = sum_of_products(
                start.template begin<one, 1>(i, j).v, s.depth, s.chains,
                [=](int k) { return row[k * a_depth]; }, [=](int k) { return col[k * b_depth]; });
            finish.template end<one, 1>(i, j, one(sum));
        }
}

/// C = A B, element by element in canonical order. Row k of B begins at k BStride or, if
/// it is transposed, column j at j BStride.
template <class V, gemm_shape Shape, int BStride>
struct gemm {
    using vector = V;
    using T = typename V::value_type;
    static constexpr gemm_shape shape = Shape;
    static constexpr int stride = BStride;

    template <class Start, class Finish>
    HANDGRAD_INLINE static constexpr void run(const T* a, const T* b, Start start, Finish finish) {
        if (__builtin_is_constant_evaluated())
            specified_gemm(Shape, a, b, BStride, start.shared(), finish.shared());
        else
            method_of<Shape, V>::template of<gemm>::run(a, b, start, finish);
    }
};

/// On the machine's vectors.
template <class T, gemm_shape Shape, int BStride>
using native_gemm = gemm<simd::native_vector<std::remove_const_t<T>>, Shape, BStride>;

} // namespace detail

/// The same as gemm_nn in so many chains: for rows that are parts of one row of a layer.
template <int Chains, class TZ, class TW, int M, int K, int KW, int N, class Start, class Finish>
HANDGRAD_INLINE constexpr void gemm_nn_in_chains(view<TZ, M, K> z, view<TW, KW, N> w, Start begin,
                                                 Finish finish) {
    static_assert(K == KW, "Z W: Z must have as many columns as W has rows");
    detail::native_gemm<TZ, nn_shape(M, K, N, Chains).in_shared_tiles(), N>::run(z.data(), w.data(), begin,
                                                                                 finish);
}

/// out = finish(start + Z W)          Z: (M, K)   W: (K, N)   out: (M, N), in forward_chains(K, N) chains
template <class TZ, class TW, int M, int K, int KW, int N, class Start, class Finish>
constexpr void gemm_nn(view<TZ, M, K> z, view<TW, KW, N> w, Start begin, Finish finish) {
    static_assert(K == KW, "Z W: Z must have as many columns as W has rows");
    detail::native_gemm<TZ, nn_shape(M, K, N, forward_chains(K, N)).in_shared_tiles(), N>::run(
        z.data(), w.data(), begin, finish);
}

/// out = finish(start + Z^T G)        Z: (M, K)   G: (M, N)   out: (K, N), in one chain over the M rows
template <class TZ, class TG, int M, int MG, int K, int N, class Start, class Finish>
constexpr void gemm_tn(view<TZ, M, K> z, view<TG, MG, N> g, Start begin, Finish finish) {
    static_assert(M == MG, "Z^T G: Z must have as many rows as G");
    detail::native_gemm<TZ, tn_shape(M, K, N).in_shared_tiles(), N>::run(z.data(), g.data(), begin, finish);
}

/// out = finish(start + G W^T)        G: (M, N)   W: (K, N)   out: (M, K), in one chain over the N columns
template <class TG, class TW, int M, int N, int NW, int K, class Start, class Finish>
constexpr void gemm_nt(view<TG, M, N> g, view<TW, K, NW> w, Start begin, Finish finish) {
    static_assert(N == NW, "G W^T: G must have as many columns as W");
    detail::native_gemm<TG, nt_shape(M, K, N).in_shared_tiles(), N>::run(g.data(), w.data(), begin, finish);
}

// The same with some of the columns of a longer matrix, N from column First on, in place of the second
// factor.
template <int First, int N, class TZ, class TW, int M, int K, int KW, int Columns, class Start, class Finish>
constexpr void gemm_nn_columns(view<TZ, M, K> z, view<TW, KW, Columns> w, Start begin, Finish finish) {
    static_assert(K == KW && First + N <= Columns, "Z W: Z must have as many columns as W has rows");
    detail::native_gemm<TZ, nn_shape(M, K, N, forward_chains(K, N)).in_shared_tiles(), Columns>::run(
        z.data(), w.data() + First, begin, finish);
}
template <int First, int N, class TZ, class TG, int M, int MG, int K, int Columns, class Start, class Finish>
constexpr void gemm_tn_columns(view<TZ, M, K> z, view<TG, MG, Columns> g, Start begin, Finish finish) {
    static_assert(M == MG && First + N <= Columns, "Z^T G: Z must have as many rows as G");
    detail::native_gemm<TZ, tn_shape(M, K, N).in_shared_tiles(), Columns>::run(z.data(), g.data() + First,
                                                                               begin, finish);
}
template <int First, class TG, class TW, int M, int N, int K, int Columns, class Start, class Finish>
constexpr void gemm_nt_columns(view<TG, M, N> g, view<TW, K, Columns> w, Start begin, Finish finish) {
    static_assert(First + N <= Columns, "G W^T: G must have as many columns as there are of W");
    detail::native_gemm<TG, nt_shape(M, K, N).in_shared_tiles(), Columns>::run(g.data(), w.data() + First,
                                                                               begin, finish);
}

namespace detail {

/// For a check: what a layer multiplies lies apart, its network has seen to that.
template <class A, class B, class Out>
HANDGRAD_INLINE constexpr bool factors_apart(A a, B b, Out out) noexcept {
    using handgrad::detail::numbers_of, handgrad::detail::overlap;
    const auto result = numbers_of("", out);
    return !overlap(result, numbers_of("", a)) && !overlap(result, numbers_of("", b));
}
[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_result_place(const char* call) noexcept {
    handgrad::detail::refuse(handgrad::detail::sentence(call, ": the result overlaps a factor").c_str());
}

} // namespace detail

/// out = a b, or out += a b: each of the three with plain start and finish. The factors may overlap each
/// other, but not `out`: a build without NDEBUG stops with a message, one with it does not look at the
/// addresses. (Nor does any build at what another start and finish read and write: no more may overlap
/// there.)
template <write W = write::overwrite, class TA, class TB, class T, int M, int K, int KB, int N, int R, int C>
constexpr void gemm_nn(view<TA, M, K> a, view<TB, KB, N> b, view<T, R, C> out) {
    static_assert(K == KB, "Z W: Z must have as many columns as W has rows");
    static_assert(R == M, "out = Z W: it must have as many rows as Z");
    static_assert(R != M || C == N, "out = Z W: it must have as many columns as W");
    static_assert(R != M || C != N || !std::is_const_v<T>,
                  "out is written to: its numbers must not be const");
    HANDGRAD_EXPECT(detail::factors_apart(a, b, out), detail::refuse_result_place("gemm_nn"));
    if constexpr (R == M && C == N && !std::is_const_v<T>)
        detail::native_gemm<TA, nn_shape(M, K, N, forward_chains(K, N)), N>::run(
            a.data(), b.data(), start_in<W>(out), finish_in(out));
}
template <write W = write::overwrite, class TA, class TB, class T, int M, int MB, int K, int N, int R, int C>
constexpr void gemm_tn(view<TA, M, K> a, view<TB, MB, N> b, view<T, R, C> out) {
    static_assert(M == MB, "Z^T G: Z must have as many rows as G");
    static_assert(R == K, "out = Z^T G: it must have as many rows as Z has columns");
    static_assert(R != K || C == N, "out = Z^T G: it must have as many columns as G");
    static_assert(R != K || C != N || !std::is_const_v<T>,
                  "out is written to: its numbers must not be const");
    HANDGRAD_EXPECT(detail::factors_apart(a, b, out), detail::refuse_result_place("gemm_tn"));
    if constexpr (R == K && C == N && !std::is_const_v<T>)
        detail::native_gemm<TA, tn_shape(M, K, N), N>::run(a.data(), b.data(), start_in<W>(out),
                                                           finish_in(out));
}
template <write W = write::overwrite, class TA, class TB, class T, int M, int N, int NB, int K, int R, int C>
constexpr void gemm_nt(view<TA, M, N> a, view<TB, K, NB> b, view<T, R, C> out) {
    static_assert(N == NB, "G W^T: G must have as many columns as W");
    static_assert(R == M, "out = G W^T: it must have as many rows as G");
    static_assert(R != M || C == K, "out = G W^T: it must have as many columns as W has rows");
    static_assert(R != M || C != K || !std::is_const_v<T>,
                  "out is written to: its numbers must not be const");
    HANDGRAD_EXPECT(detail::factors_apart(a, b, out), detail::refuse_result_place("gemm_nt"));
    if constexpr (R == M && C == K && !std::is_const_v<T>)
        detail::native_gemm<TA, nt_shape(M, K, N), N>::run(a.data(), b.data(), start_in<W>(out),
                                                           finish_in(out));
}

// clang-format off
template <write W = write::overwrite, class...>
mistake::no_result gemm_nn(mistake::call<"gemm_nn(a.view(), b.view(), out.view()): out = a b, of views"> = {},
                           mistake::any = {}, mistake::any = {}, mistake::any = {}) = delete;
template <write W = write::overwrite, class...>
mistake::no_result
    gemm_tn(mistake::call<"gemm_tn(a.view(), b.view(), out.view()): out = a^T b, of views"> = {},
            mistake::any = {}, mistake::any = {}, mistake::any = {}) = delete;
template <write W = write::overwrite, class...>
mistake::no_result
    gemm_nt(mistake::call<"gemm_nt(a.view(), b.view(), out.view()): out = a b^T, of views"> = {},
            mistake::any = {}, mistake::any = {}, mistake::any = {}) = delete;
// clang-format on

} // namespace kernel

using kernel::gemm_nn;
using kernel::gemm_nt;
using kernel::gemm_tn;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
