/// What can be wrong with the arguments of a layer whose window moves over a picture, each with its own
/// sentence.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/verdict.hpp>
#include <handgrad/layer/window/window.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Layer, class Type>
struct not_an_image {
    static_assert(detail::is_image<Type>,
                  "the first argument of a layer with a window is the picture that it reads, "
                  "image<Height, Width, Channels>");
};
template <class Layer, class Type>
struct not_a_window {
    static_assert(detail::is_window<Type>,
                  "where the layer expects its window, window<Height, Width>, stands "
                  "something else");
};
template <class Layer, class Type>
struct not_an_option {
    static constexpr bool is_option = !std::is_same_v<Type, Type>;
    static_assert(is_option, "the arguments after the window are, in any order: for conv2d an activation, "
                             "bias or no_bias, stride<N> and padding<N>; for a pool stride<N>");
};
template <class Layer, class Option>
struct option_twice {
    static constexpr bool is_alone = !std::is_same_v<Option, Option>;
    static_assert(is_alone, "an option of a layer was given twice: one of them must go");
};

template <class Layer, class Image>
struct empty_image {
    static constexpr bool has_pixels = Image::height > 0 && Image::width > 0 && Image::channels > 0;
    static_assert(has_pixels, "an image must have at least one line, one column and one channel");
};
template <class Layer, class Window>
struct empty_window {
    static constexpr bool has_pixels = Window::height > 0 && Window::width > 0;
    static_assert(has_pixels, "a window must have at least one line and one column");
};
template <class Layer, class Stride>
struct stride_too_small {
    static constexpr bool moves = Stride::down > 0 && Stride::across > 0;
    static_assert(moves, "a window must move by at least one pixel");
};
template <class Layer, class Padding>
struct padding_negative {
    static constexpr bool is_there = Padding::vertical >= 0 && Padding::horizontal >= 0;
    static_assert(is_there, "there cannot be less than no padding");
};
template <class Layer, int Filters>
struct no_filters {
    static_assert(Filters > 0, "a convolution must have at least one filter");
};

template <class Layer, class Window, class Padded>
struct window_too_large {
    static constexpr bool fits = Window::height <= Padded::height && Window::width <= Padded::width;
    static_assert(fits, "a window must not be larger than the image with its padding");
};

template <int Count>
struct lines_of_pixels {};
template <int Count>
struct columns_of_pixels {};
template <class Layer, class Lines, class Columns>
struct pixels_dropped;
template <class Layer, int Lines, int Columns>
struct pixels_dropped<Layer, lines_of_pixels<Lines>, columns_of_pixels<Columns>> {
    static constexpr bool all_read = Lines == 0 && Columns == 0;
    static_assert(all_read, "pixels at the end of the image would be dropped, for the last window does not "
                            "reach them: choose another window or stride, or padding");
};

} // namespace mistake

namespace detail {

struct kind_of_stride {
    template <class Option>
    static constexpr bool has = is_stride<Option>;
};
struct kind_of_padding {
    template <class Option>
    static constexpr bool has = is_padding<Option>;
};

/// The first option of a kind, or Default.
template <class Kind, class Default>
consteval auto find_option() {
    return std::type_identity<Default>{};
}
template <class Kind, class Default, class First, class... Rest>
consteval auto find_option() {
    if constexpr (Kind::template has<First>)
        return std::type_identity<First>{};
    else
        return find_option<Kind, Default, Rest...>();
}
template <class Kind, class Default, class... Options>
using option_or = typename decltype(find_option<Kind, Default, Options...>())::type;

/// What is wrong with a list of options: one that is of no kind, or the second of a kind.
template <class Layer, class... Kinds>
struct options_of {
    template <class Option>
    static constexpr bool has = (Kinds::template has<Option> || ...);
    template <class Kind, class First, class... Rest>
    static constexpr bool has_twice = Kind::template has<First> && (Kind::template has<Rest> || ...);

    template <class... Options>
    static consteval auto judge() {
        if constexpr (sizeof...(Options) == 0)
            return verdict_is<well_formed>;
        else
            return judge_first<Options...>();
    }

private:
    template <class First, class... Rest>
    static consteval auto judge_first() {
        if constexpr (!has<First>)
            return verdict_is<mistake::not_an_option<Layer, First>>;
        else if constexpr ((has_twice<Kinds, First, Rest...> || ...))
            return verdict_is<mistake::option_twice<Layer, First>>;
        else
            return judge<Rest...>();
    }
};

/// What is wrong with the window's way over the picture.
template <class Layer, class Image, class Window, class Stride, class Padding>
consteval auto judge_grid() {
    if constexpr (Image::height < 1 || Image::width < 1 || Image::channels < 1) {
        return verdict_is<mistake::empty_image<Layer, Image>>;
    } else if constexpr (Window::height < 1 || Window::width < 1) {
        return verdict_is<mistake::empty_window<Layer, Window>>;
    } else if constexpr (Stride::down < 1 || Stride::across < 1) {
        return verdict_is<mistake::stride_too_small<Layer, Stride>>;
    } else if constexpr (Padding::vertical < 0 || Padding::horizontal < 0) {
        return verdict_is<mistake::padding_negative<Layer, Padding>>;
    } else {
        using grid = window_grid<Image, Window, Stride, Padding>;
        if constexpr (!grid::down.fits() || !grid::across.fits())
            return verdict_is<
                mistake::window_too_large<Layer, Window,
                                          image<Image::height + 2 * Padding::vertical,
                                                Image::width + 2 * Padding::horizontal, Image::channels>>>;
        else if constexpr (grid::down.dropped() > 0 || grid::across.dropped() > 0)
            return verdict_is<mistake::pixels_dropped<Layer, mistake::lines_of_pixels<grid::down.dropped()>,
                                                      mistake::columns_of_pixels<grid::across.dropped()>>>;
        else
            return verdict_is<well_formed>;
    }
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
