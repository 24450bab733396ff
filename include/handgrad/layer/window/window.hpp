/// A window that moves over a picture.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>
#include <handgrad/core/image.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// What a window covers: Height lines of Width pixels. One number holds for both.
template <int Height, int Width = Height>
struct window {
    static constexpr int height = Height, width = Width;
};
/// How far a window moves from one position to the next, in lines and in columns: at least 1. One number
/// holds for both.
template <int Down, int Across = Down>
struct stride {
    static constexpr int down = Down, across = Across;
};
/// How many lines and columns of zeros are set around the picture first, on each side. One number holds for
/// both.
template <int Vertical, int Horizontal = Vertical>
struct padding {
    static constexpr int vertical = Vertical, horizontal = Horizontal;
};

namespace detail {

/// Whether a type is a window, a stride, a padding.
template <class Type>
inline constexpr bool is_window = false;
template <int Height, int Width>
inline constexpr bool is_window<window<Height, Width>> = true;
template <class Type>
inline constexpr bool is_stride = false;
template <int Down, int Across>
inline constexpr bool is_stride<stride<Down, Across>> = true;
template <class Type>
inline constexpr bool is_padding = false;
template <int Vertical, int Horizontal>
inline constexpr bool is_padding<padding<Vertical, Horizontal>> = true;

/// One direction of it: positions o = 0 .. count - 1, of which o covers pixels o step - before ..
/// o step - before + covered - 1 of `length`.
struct window_positions {
    int length, covered, step, before;

    constexpr bool fits() const { return covered <= length + 2 * before; }
    constexpr int count() const { return (length + 2 * before - covered) / step + 1; }
    /// Pixels at the end that the next position would cover, had it room: no position covers them.
    constexpr int dropped() const {
        const int end = (count() - 1) * step - before + covered, next = count() * step - before;
        const int reached = end > next ? end : next;
        return reached < length ? length - reached : 0;
    }
    /// The positions first_inside .. end_inside - 1 cover pixels alone; the others cover padding, too.
    constexpr int first_inside() const {
        return (before + step - 1) / step < count() ? (before + step - 1) / step : count();
    }
    constexpr int end_inside() const {
        const int room = length - covered + before;
        const int end = room < 0 ? 0 : room / step + 1;
        return end > first_inside() ? end : first_inside();
    }
};

/// Where a window stands: at `rows` x `cols` positions, in each of which it covers a patch of `patch`
/// numbers, those of `patch_lines` lines of the picture, `patch_line` neighbouring numbers of each.
template <class Image, class Window, class Stride, class Padding = padding<0>>
struct window_grid {
    using picture = Image;
    using step = Stride;
    static constexpr window_positions down{Image::height, Window::height, Stride::down, Padding::vertical};
    static constexpr window_positions across{Image::width, Window::width, Stride::across,
                                             Padding::horizontal};
    static constexpr int rows = down.count(), cols = across.count();
    static constexpr int positions = rows * cols;
    static constexpr int patch_lines = Window::height, patch_line = Window::width * Image::channels;
    static constexpr int patch = patch_lines * patch_line;
    static constexpr int window_width = Window::width;

    /// The patches, one after the other, are the picture as it is.
    static constexpr bool tiles_in_place =
        patch * positions == Image::size && Padding::vertical == 0 && Padding::horizontal == 0 &&
        (Window::width == Image::width || (Window::height == 1 && Window::width == 1));
};

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
