/// The logarithm of the softmax function as a layer.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/row_function.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

struct log_softmax_of_row {
    template <class V, int N, class T>
    HANDGRAD_INLINE static constexpr void forward(const T* z, T* y) {
        const V largest = largest_of<V, N>(z);
        const simd::scalar_vector<T> total(kernel::sum<V, N>(
            [&](auto lanes, V partial)
                HANDGRAD_INLINE_LAMBDA { return partial + math::exp(lanes.load(z) - largest); }));
        const V rest(math::log(total).v);
        kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
            lanes.store(y, lanes.load(z) - largest - rest); // in this order: their sum would lose the rest
        });
    }

    template <class V, int N, class T>
    HANDGRAD_INLINE static constexpr void vjp(const T* y, const T* g, T* g_in) {
        const V total(kernel::sum<V, N>([&](auto lanes, V partial)
                                            HANDGRAD_INLINE_LAMBDA { return partial + lanes.load(g); }));
        kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
            lanes.store(g_in, fnma(math::exp(lanes.load(y)), total, lanes.load(g)));
        });
    }
};

} // namespace detail

/// y_j = z_j - log(sum_k exp(z_k)) in every row        Z, Y: (B, N)
/// g_in = g - exp(y) sum(g)
///
/// Stable: the largest z of the row is taken out first. The backward pass needs the output alone. A NaN or
/// +inf among the logits makes its row NaN, as in PyTorch; so does a row of nothing but -inf.
template <int N = 0>
struct log_softmax : detail::row_function<N, detail::log_softmax_of_row> {};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
