/// The softmax function as a layer.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/outputs_are.hpp>
#include <handgrad/layer/row_function.hpp>
#include <handgrad/math/math.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

struct softmax_of_row {
    template <class V, int N, class T>
    HANDGRAD_INLINE static constexpr void forward(const T* z, T* y) {
        const V largest = largest_of<V, N>(z);
        const V total(kernel::sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
            const V e = math::exp(lanes.load(z) - largest);
            lanes.store(y, e);
            return partial + e;
        }));
        const V scale = V(1) / total;
        kernel::for_each_block<V, N>([&](auto lanes)
                                         HANDGRAD_INLINE_LAMBDA { lanes.store(y, lanes.load(y) * scale); });
    }

    template <class V, int N, class T>
    HANDGRAD_INLINE static constexpr void vjp(const T* y, const T* g, T* g_in) {
        const V mean(kernel::sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
            return fma(lanes.load(g), lanes.load(y), partial);
        }));
        kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
            lanes.store(g_in, lanes.load(y) * (lanes.load(g) - mean));
        });
    }
};

} // namespace detail

/// y_j = exp(z_j) / sum_k exp(z_k) in every row        Z, Y: (B, N)
/// g_in = y o (g - sum(g o y))
///
/// Stable: the largest z of the row is taken out first. The backward pass needs the output alone. A NaN or
/// +inf among the logits makes its row NaN, as in PyTorch; so does a row of nothing but -inf. (A network that
/// is trained with softmax_cross_entropy ends without it, for that loss has it built in.)
template <int N = 0>
struct softmax : detail::row_function<N, detail::softmax_of_row> {
    static constexpr auto results = detail::outputs_are::probabilities;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
