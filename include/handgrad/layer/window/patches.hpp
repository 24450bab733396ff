/// The patches of pictures that a window covers, as the rows of a matrix.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/block.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/layer/window/window.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// to[i] = from[i], i = 0 .. N - 1: in whole vectors, of which the last is moved back to end with the array.
template <class V, int N>
HANDGRAD_INLINE constexpr void copy_numbers(const typename V::value_type* from, typename V::value_type* to) {
    constexpr int lanes = N >= V::width ? V::width : N >= 4 ? 4 : N >= 2 ? 2 : 1;
    for (int i = 0; i + lanes <= N; i += lanes)
        V::template load_first<lanes>(from + i).template store_first<lanes>(to + i);
    if constexpr (N % lanes > 0)
        V::template load_first<lanes>(from + N - lanes).template store_first<lanes>(to + N - lanes);
}

template <class V, int N>
HANDGRAD_INLINE constexpr void clear_numbers(typename V::value_type* to) {
    kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA { lanes.store(to, V(0)); });
}

/// The lines of positions of a batch of pictures are numbered one picture after the other: line
/// r = b Grid::rows + o is line o of picture b. A panel has a row of Stride numbers for each position of some
/// lines, of which the first Grid::patch are its patch: lines of the picture, pixels, channels.
template <class Grid, int Stride>
class patches {
    using picture = typename Grid::picture;
    static constexpr int channels = picture::channels, line = picture::width * channels;
    static constexpr int first_inside = Grid::across.first_inside(), end_inside = Grid::across.end_inside();

public:
    /// The patches of `lines` lines of positions from line `first` on; zero where a window covers padding.
    template <class V, class T>
    static constexpr void gather(const T* pictures, int first, int lines, T* panel) {
        for_each_line(first, lines, panel, [&](int b, int h, T* row) HANDGRAD_INLINE_LAMBDA {
            if (h < 0 || h >= picture::height) {
                for (int o = 0; o < Grid::cols; ++o) clear_numbers<V, Grid::patch_line>(row + o * Stride);
                return;
            }
            const T* const from = pictures + b * picture::size + h * line;
            for_each_run(
                [&](int o, int w) HANDGRAD_INLINE_LAMBDA {
                    copy_numbers<V, Grid::patch_line>(from + w * channels, row + o * Stride);
                },
                [&](int o, int k, int w) HANDGRAD_INLINE_LAMBDA {
                    T* const to = row + o * Stride + k * channels;
                    if (w < 0 || w >= picture::width)
                        clear_numbers<V, channels>(to);
                    else
                        copy_numbers<V, channels>(from + w * channels, to);
                });
        });
    }

    /// Adds the panel to the pixels that its patches were gathered from, for each pixel in the order of
    /// positions (the lines that a position covers are no pixel's twice); to zero, from the first position of
    /// a picture on.
    template <class V, class T>
    static constexpr void put_back(const T* panel, int first, int lines, T* pictures) {
        const auto add = [&]<int N>(std::integral_constant<int, N>, const T* from, T* to)
                             HANDGRAD_INLINE_LAMBDA {
                                 kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                                     lanes.store(to, lanes.load(to) + lanes.load(from));
                                 });
                             };
        for (int r = first; r < first + lines; ++r)
            if (r % Grid::rows == 0)
                clear_numbers<V, picture::size>(pictures + r / Grid::rows * picture::size);
        for_each_line(first, lines, panel, [&](int b, int h, const T* row) HANDGRAD_INLINE_LAMBDA {
            if (h < 0 || h >= picture::height) return;
            T* const to = pictures + b * picture::size + h * line;
            for_each_run(
                [&](int o, int w) HANDGRAD_INLINE_LAMBDA {
                    add(std::integral_constant<int, Grid::patch_line>{}, row + o * Stride, to + w * channels);
                },
                [&](int o, int k, int w) HANDGRAD_INLINE_LAMBDA {
                    if (w >= 0 && w < picture::width)
                        add(std::integral_constant<int, channels>{}, row + o * Stride + k * channels,
                            to + w * channels);
                });
        });
    }

private:
    /// f(b, h, row) for each line h of picture b that a line of positions covers, be it of pixels or of
    /// padding; its numbers are in the panel's rows from `row` on.
    template <class T, class F>
    HANDGRAD_INLINE static constexpr void for_each_line(int first, int lines, T* panel, F f) {
        for (int r = 0; r < lines; ++r) {
            const int b = (first + r) / Grid::rows, o = (first + r) % Grid::rows;
            for (int k = 0; k < Grid::patch_lines; ++k)
                f(b, o * Grid::down.step - Grid::down.before + k,
                  panel + r * Grid::cols * Stride + k * Grid::patch_line);
        }
    }

    /// whole(o, w) for positions o that cover pixels w .. alone; for the others pixel(o, k, w) for each of
    /// the pixels w they cover, which may lie outside.
    template <class Whole, class Pixel>
    HANDGRAD_INLINE static constexpr void for_each_run(Whole whole, Pixel pixel) {
        const auto at_edge = [&](int o) HANDGRAD_INLINE_LAMBDA {
            for (int k = 0; k < Grid::across.covered; ++k)
                pixel(o, k, o * Grid::across.step - Grid::across.before + k);
        };
        for (int o = 0; o < first_inside; ++o) at_edge(o);
        for (int o = first_inside; o < end_inside; ++o) whole(o, o * Grid::across.step - Grid::across.before);
        for (int o = end_inside; o < Grid::cols; ++o) at_edge(o);
    }
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
