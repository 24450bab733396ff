/// A row of numbers as integers of seven bits.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/simd/infinity.hpp>
#include <handgrad/simd/register_hints.hpp>
#include <handgrad/simd/select.hpp>

#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace kernel::detail {

/// Words of four bytes that a row of K numbers takes: a whole number of vectors V.
template <class V>
constexpr int row_words(int k) {
    return (k + 4 * V::width - 1) / (4 * V::width) * V::width;
}

/// z_k is about step (q_k - zero), with q_k and zero of 0 .. 127:
///
///     low = min(0, z_0 .. z_{K-1})     high = max(0, z_0 .. z_{K-1})     step = (high - low) / 127
///     f = 127 / (high - low)           zero = -round(low f)
///     q_k = min(127, max(0, round(z_k f + zero)))
///
/// where every operation is rounded to a float, z_k f + zero once, and round is to the nearest integer, of
/// two the even one. So 0 has no error, and a row without negative numbers uses all seven bits. If high - low
/// is below 2^-100, all numbers count as 0: step, zero and all q are 0. If it is infinite or NaN, because a
/// number is or nearly, step is NaN, zero and all q are 0.
///
/// Both bounds of q_k are needed: where low f lies half-way between two integers, one end of the row comes to
/// lie on -1/2 or 127 1/2, and what f and low f were rounded by may put it beyond: q_k would be -1 or 128.
/// (Farther it cannot be, for z_k f + zero is within 2^-15 of -1/2 .. 127 1/2. The bounds are as_bytes'.)
template <class V>
struct quantized_row {
    using integers = typename V::integers_type;
    V step; // each in all lanes
    integers zero;

    /// Writes the q_k, four to a word; row_words<V>(K) words.
    template <int K>
    HANDGRAD_INLINE static constexpr quantized_row make(const float* z, std::int32_t* words) {
        // The bits of a positive number rise with it, as signed integers; those of a negative one with its
        // magnitude, and are larger than those of all positive ones, as unsigned integers. NaN is beyond
        // infinity.
        extremes e = {{integers(0), integers(0)}, {integers(0), integers(0)}};
        constexpr int pair = 2 * V::width, pairs = K / pair * pair;
        for (int k = 0; k < pairs; k += pair) {
            e.add(0, bits(V::load(z + k)));
            e.add(1, bits(V::load(z + k + V::width)));
        }
        for_each_block<V, K - pairs>([&](auto lanes)
                                         HANDGRAD_INLINE_LAMBDA { e.add(0, bits(lanes.load(z + pairs))); });
        const integers highest =
            over_lanes<V::width / 2>(max_signed(e.highest[0], e.highest[1]),
                                     [](auto a, auto b) HANDGRAD_INLINE_LAMBDA { return max_signed(a, b); });
        const integers lowest = over_lanes<V::width / 2>(
            max_unsigned(e.lowest[0], e.lowest[1]),
            [](auto a, auto b) HANDGRAD_INLINE_LAMBDA { return max_unsigned(a, b); });

        const V low = select(is_negative(lowest), V::from_bits(lowest), V(0));
        const V range = V::from_bits(highest) - low;
        const auto bits_of_infinity = bits(V(math::infinity<float>));
        if (!all(bits_of_infinity > (bits(range) & integers(0x7fffffff)))) {
            for (int w = 0; w < row_words<V>(K); w += V::width) integers(0).store(words + w);
            return {V(math::not_a_number<float>), integers(0)};
        }
        const auto counts = range >= V(0x1p-100f);
        const V factor = select(counts, V(127) / range, V(0));
        const V zero = -round(low * factor);
        constexpr int at_once = 4 * V::width, whole = K / at_once * at_once;
        for (int k = 0; k < whole; k += at_once) quantize<at_once>(z + k, factor, zero, words + k / 4);
        if constexpr (whole < K) quantize<K - whole>(z + whole, factor, zero, words + whole / 4);
        return {select(counts, range / V(127), V(0)), to_integers(zero)};
    }

private:
    struct extremes {
        integers highest[2], lowest[2];
        HANDGRAD_INLINE constexpr void add(int i, integers x) {
            highest[i] = max_signed(highest[i], x);
            lowest[i] = max_unsigned(lowest[i], x);
        }
    };

    /// f over all lanes, in all lanes.
    template <int Half, class F>
    HANDGRAD_INLINE static constexpr integers over_lanes(integers a, F f) {
        if constexpr (Half == 0)
            return a;
        else
            return over_lanes<Half / 2>(f(a, bits(V::from_bits(a).template rotated<Half>())), f);
    }

    template <int Count>
    HANDGRAD_INLINE static constexpr void quantize(const float* z, V factor, V zero, std::int32_t* words) {
        const integers q[4] = {part<Count, 0>(z, factor, zero), part<Count, 1>(z, factor, zero),
                               part<Count, 2>(z, factor, zero), part<Count, 3>(z, factor, zero)};
        as_bytes(q).store(words);
    }
    template <int Count, int Part>
    HANDGRAD_INLINE static constexpr integers part(const float* z, V factor, V zero) {
        constexpr int left = Count - Part * V::width;
        if constexpr (left <= 0)
            return integers(0);
        else
            return nearest_integers(
                fma(V::template load_first<(left < V::width ? left : V::width)>(z + Part * V::width), factor,
                    zero));
    }
};

} // namespace kernel::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
