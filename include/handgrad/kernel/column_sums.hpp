/// Sums down the columns of a batch.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/view.hpp>
#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/simd/select.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

namespace detail {

/// The same with lengths as values, for layers of all widths that leave Rest columns over.
template <class V, int Rest, class Start, class Finish>
HANDGRAD_APART constexpr void shared_column_sums(const typename V::value_type* g, std::ptrdiff_t rows,
                                                 std::ptrdiff_t cols, Start start, Finish finish) {
    const auto add_up = [&]<int Count>(std::ptrdiff_t j, fixed<Count>) HANDGRAD_INLINE_LAMBDA {
        V sum = start.template begin<V, Count>(0, j);
        for (std::ptrdiff_t r = 0; r < rows; ++r)
            sum = sum + V::template load_first<Count>(g + (r * cols + j));
        finish.template end<V, Count>(0, j, sum);
    };
    std::ptrdiff_t j = 0;
    for (; j + V::width <= cols; j += V::width) add_up(j, fixed<V::width>{});
    if constexpr (Rest > 0) add_up(j, fixed<Rest>{});
}

} // namespace detail

/// out = finish(start + 1^T G): each column is one chain of additions over the rows, in order, so that a
/// batch may be cut anywhere. The gradient of a bias. Over n rows, whether at once or tile after tile, it is
/// off by at most n e sum_r |g_r|, e = 2^-24 for float and 2^-53 for double: see kernel/product/order.hpp.
template <class TG, int M, int N, class Start, class Finish>
constexpr void column_sums(view<TG, M, N> g, Start start, Finish finish) {
    using T = std::remove_const_t<TG>;
    simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
        detail::shared_column_sums<V, N % V::width>(static_cast<const T*>(g.data()), M, N, start.shared(),
                                                    finish.shared());
    });
}

/// out = 1^T G, or out += 1^T G.
template <write W, class TG, class T, int M, int N>
constexpr void column_sums(view<TG, M, N> g, view<T, 1, N> out) {
    column_sums(g, start_in<W>(out), finish_in(out));
}

} // namespace kernel

using kernel::column_sums;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
