/// Sums down the columns of a batch.
#pragma once

#include <handgrad/core/view.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/epilogue.hpp>

namespace handgrad::inline HANDGRAD_ISA {

/// out = 1^T G, or out += 1^T G: each column is one chain of additions over the rows, in order, so that a
/// batch may be cut anywhere. The gradient of a bias.
template <write W, class TG, class T, int M, int N>
constexpr void column_sums(view<TG, M, N> g, view<T, 1, N> out) {
    with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
        for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
            V sum = W == write::overwrite ? V(0) : lanes.load(out.data());
            for (int r = 0; r < M; ++r) sum = sum + lanes.load(g.row(r).data());
            lanes.store(out.data(), sum);
        });
    });
}

} // namespace handgrad::inline HANDGRAD_ISA
