/// Layers without parameters that work on each row by itself.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/reduce.hpp>
#include <handgrad/layer/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// y = f(z), row by row, where the backward pass needs y alone. F offers, as static members,
///     template <class V, int N> void forward(const T* z, T* y)
///     template <class V, int N> void vjp(const T* y, const T* g, T* g_in)
/// for rows of N numbers, worked on in vectors V.
template <int N, class F>
struct row_function {
    static constexpr int inputs = N;
    static constexpr int outputs = N;
    static constexpr int parameter_count = 0;
    static constexpr bool keeps_shape = true;
    template <int>
    static constexpr int tape_size = 0;

    template <int B, class T, class Tape>
    static constexpr void forward(view<const T, B, N> z, view<const T, 1, 0>, Tape, view<T, B, N> y) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            for (int r = 0; r < B; ++r) F::template forward<V, N>(z.row(r).data(), y.row(r).data());
        });
    }

    template <int B, write, class T, class Tape, class GIn>
    static constexpr void vjp(view<const T, B, N>, view<const T, B, N> y, view<const T, 1, 0>, Tape,
                              view<T, B, N> g, GIn g_in, view<T, 1, 0>) {
        if constexpr (!is_discarded<GIn>)
            simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
                for (int r = 0; r < B; ++r)
                    F::template vjp<V, N>(y.row(r).data(), static_cast<const T*>(g.row(r).data()),
                                          g_in.row(r).data());
            });
    }

    template <class T>
    static constexpr void initialize(view<T, 1, 0>, rng&) {}
};

/// The largest of a row: what a softmax takes out first, so that no logit overflows.
template <class V, int N>
HANDGRAD_INLINE constexpr V largest_of(const typename V::value_type* z) {
    return V(kernel::maximum<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA { return lanes.load(z); }));
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
