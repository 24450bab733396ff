/// Sums down the columns of a batch.
#pragma once

#include <handgrad/core/view.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/epilogue.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// out = finish(start + 1^T G): each column is one chain of additions over the rows, in order, so that a
/// batch may be cut anywhere. The gradient of a bias. Over n rows, whether at once or tile after tile, it is
/// off by at most n e sum_r |g_r|, e = 2^-24 for float and 2^-53 for double: see kernel/product/order.hpp.
template <class TG, int M, int N, class Start, class Finish>
constexpr void column_sums(view<TG, M, N> g, Start begin, Finish finish) {
    simd::with_vector<std::remove_const_t<TG>>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
        for_each_block<V, N>([&]<int Count>(block<V, Count> lanes) HANDGRAD_INLINE_LAMBDA {
            V sum = begin.template begin<V, Count>(0, lanes.first);
            for (int r = 0; r < M; ++r) sum = sum + lanes.load(g.row(r).data());
            finish.template end<V, Count>(0, lanes.first, sum);
        });
    });
}

/// out = 1^T G, or out += 1^T G.
template <write W, class TG, class T, int M, int N>
constexpr void column_sums(view<TG, M, N> g, view<T, 1, N> out) {
    if constexpr (W == write::overwrite)
        column_sums(g, start_zero{}, finish_store<T, N>{out.data()});
    else
        column_sums(g, start_matrix<T, N>{out.data()}, finish_store<T, N>{out.data()});
}

} // namespace kernel

using kernel::column_sums;

HANDGRAD_END_ISA
} // namespace handgrad
