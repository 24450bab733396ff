/// Cutting things into parts for tasks that run at the same time.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/core/rows.hpp>
#include <handgrad/kernel/elementwise.hpp>

#include <cstddef>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Where part i of `count` things in order begins, if they are cut into parts whose sizes differ by one at
/// most, the larger ones first. The last part ends where the next one would begin.
constexpr std::ptrdiff_t part_begin(std::ptrdiff_t count, int parts, int i) noexcept {
    return i * (count / parts) + smaller<std::ptrdiff_t>(i, count % parts);
}

/// The `n` rows from row `first` on, of which part_begin knows that they exist.
template <class T, int C>
constexpr rows<T, C> part_of(rows<T, C> all, std::ptrdiff_t first, std::ptrdiff_t n) noexcept {
    return {unchecked, all.data() + first * C, n};
}

/// Calls f(block) for those blocks of 0 .. N - 1 that belong to part i of `Parts`. In an aligned array, parts
/// meet where a cache line ends.
template <class V, int N, int Parts, class F>
HANDGRAD_INLINE constexpr void for_each_block_of_part(int i, F f) {
    constexpr int line = 64 / static_cast<int>(sizeof(typename V::value_type));
    constexpr int rest = N % V::width;
    static_assert(line % V::width == 0);
    const auto begin = [](int part) {
        return part == Parts ? N - rest : static_cast<int>(part_begin(N / line, Parts, part)) * line;
    };
    const int end = begin(i + 1);
    for (int first = begin(i); first < end; first += V::width) f(kernel::block<V, V::width>{first});
    if constexpr (rest != 0)
        if (i + 1 == Parts) f(kernel::block<V, rest>{N - rest});
}

/// The same for what of P an optimizer may change: each of the ranges that P::learned lists is cut.
template <class V, class P, int Parts, class F>
HANDGRAD_INLINE constexpr void for_each_learned_block_of_part(int i, F f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) HANDGRAD_INLINE_LAMBDA {
        (for_each_block_of_part<V, P::learned[I].count, Parts>(i,
                                                               [&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                                                                   lanes.first += P::learned[I].first;
                                                                   f(lanes);
                                                               }),
         ...);
    }
    (std::make_index_sequence<P::learned.size()>{});
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
