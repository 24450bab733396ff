/// A function applied to every element of arrays of fixed size.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/block.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel {

/// Calls f(block) for the blocks that make up 0 .. N-1, in order: full vectors V first, then the rest.
template <class V, int N, class F>
HANDGRAD_INLINE constexpr void for_each_block(F f) {
    static_assert(N >= 0);
    constexpr int rest = N % V::width;
    for (int i = 0; i < N - rest; i += V::width) f(block<V, V::width>{i});
    if constexpr (rest != 0) f(block<V, rest>{N - rest});
}

/// to[i] = f(from[i]...) for i = 0 .. N-1. f takes and returns any simd::vector. `to` may be one of the
/// arrays read; otherwise they must not overlap.
template <class T, int N, class F, class... From>
HANDGRAD_INLINE constexpr void map(F f, T* to, const From*... from) {
    static_assert((std::is_same_v<From, T> && ...), "map works on arrays of one element type");
    simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
        for_each_block<V, N>([&](auto lanes)
                                 HANDGRAD_INLINE_LAMBDA { lanes.store(to, f(lanes.load(from)...)); });
    });
}

/// The same of `count` numbers: code for arrays of any length.
template <class T, class F, class... From>
HANDGRAD_APART constexpr void map_shared(F f, std::ptrdiff_t count, T* to, const From*... from) {
    static_assert((std::is_same_v<From, T> && ...), "map works on arrays of one element type");
    simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
        const auto at = [&]<class W>(std::ptrdiff_t i, std::type_identity<W>)
                            HANDGRAD_INLINE_LAMBDA { f(W::load(from + i)...).store(to + i); };
        std::ptrdiff_t i = 0;
        for (; i + V::width <= count; i += V::width) at(i, std::type_identity<V>{});
        for (; i < count; ++i) at(i, std::type_identity<simd::scalar_vector<T>>{});
    });
}

} // namespace kernel
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
