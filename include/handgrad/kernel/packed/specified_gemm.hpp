/// Z W as order.hpp specifies it, for weights stored in any way.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/view.hpp>
#include <handgrad/kernel/product/order.hpp>
#include <handgrad/simd/select.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel::detail {

/// out = finish(start + Z W) where w(k, o) is a weight: in constant expressions, and where there are no
/// vectors.
template <class T, int M, int K, template <class, int, int> class Weights, class Weight, int N, class Start,
          class Finish>
constexpr void specified_gemm(view<const T, M, K> z, const Weights<Weight, K, N>& w, Start start,
                              Finish finish) {
    using V = simd::scalar_vector<T>;
    for (int i = 0; i < M; ++i)
        for (int o = 0; o < N; ++o) {
            const T sum = sum_of_products(
                start.template begin<V, 1>(i, o).v, K, forward_chains(K, N), [&](int k) { return z(i, k); },
                [&](int k) { return w(k, o); });
            finish.template end<V, 1>(i, o, V(sum));
        }
}

} // namespace kernel::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
