/// What the arguments of conv2d mean.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/affine.hpp>
#include <handgrad/layer/window/window_verdict.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

struct kind_of_activation {
    template <class Option>
    static constexpr bool has = activation<Option>;
};
struct kind_of_bias {
    template <class Option>
    static constexpr bool has = std::is_same_v<Option, bias> || std::is_same_v<Option, no_bias>;
};

/// The first mistake in them, named for `Conv`.
template <class Conv, class Image, int Filters, class Window, class... Options>
struct conv2d_verdict {
    using options = options_of<Conv, kind_of_activation, kind_of_bias, kind_of_stride, kind_of_padding>;

    static consteval auto judge() {
        using of_options = typename decltype(options::template judge<Options...>())::type;
        if constexpr (!is_image<Image>)
            return verdict_is<mistake::not_an_image<Conv, Image>>;
        else if constexpr (!is_window<Window>)
            return verdict_is<mistake::not_a_window<Conv, Window>>;
        else if constexpr (!is_well_formed<of_options>)
            return verdict_is<of_options>;
        else if constexpr (Filters < 1)
            return verdict_is<mistake::no_filters<Conv, Filters>>;
        else
            return judge_grid<Conv, Image, Window, option_or<kind_of_stride, stride<1>, Options...>,
                              option_or<kind_of_padding, padding<0>, Options...>>();
    }
    using type = typename decltype(judge())::type;
};

/// With others in place of those that are wrong.
template <class Image, int Filters, class Window, class... Options>
struct conv2d_arguments {
    static constexpr bool sound =
        is_well_formed<typename conv2d_verdict<void, Image, Filters, Window, Options...>::type>;
    static consteval auto find_grid() {
        if constexpr (sound)
            return std::type_identity<
                window_grid<Image, Window, option_or<kind_of_stride, stride<1>, Options...>,
                            option_or<kind_of_padding, padding<0>, Options...>>>{};
        else
            return std::type_identity<window_grid<image<1, 1>, window<1>, stride<1>>>{};
    }
    using grid = typename decltype(find_grid())::type;
    static constexpr int filters = Filters > 0 ? Filters : 1;
    using affine = detail::affine<grid::patch, filters, option_or<kind_of_activation, identity, Options...>,
                                  option_or<kind_of_bias, bias, Options...>>;
};

/// Lines of positions, of so many numbers each, that the panel has room for: it stays in L1, but for a line
/// that is longer.
constexpr int panel_lines(int numbers) {
    constexpr int room = 8192;
    return numbers < room ? room / numbers : 1;
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
