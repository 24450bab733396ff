/// Which picture goes into a layer, and which comes out of it.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>
#include <handgrad/core/image.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

// Layers made of layers need not say: the first and the last of them do. What says nothing has no picture:
// void.

/// Option `using input_shape = image<..>`: the picture that a row of the layer's inputs is. It must be that
/// of the layer before, if that says one.
template <class L>
concept says_input_shape = is_image<typename L::input_shape>;
/// Option `using output_shape = image<..>`: the picture that a row of its outputs is.
template <class L>
concept says_output_shape = is_image<typename L::output_shape>;
/// Option `bool keeps_shape = true`: every number stays in its place, whatever picture that makes.
template <class L>
concept keeps_shape = requires {
    requires L::keeps_shape;
};
template <class L>
concept is_made_of_layers = requires {
    typename L::template layer_type<L::depth>;
};

/// Option `bool in_sequence = true`, of a layer that is made of layers: each one's input is the output of the
/// one before.
template <class L>
concept is_sequence = requires {
    requires L::in_sequence;
};

/// The picture that L expects.
template <class L>
consteval auto find_picture_before() {
    if constexpr (says_input_shape<L>)
        return std::type_identity<typename L::input_shape>{};
    else if constexpr (is_made_of_layers<L>)
        return find_picture_before<typename L::template layer_type<1>>();
    else
        return std::type_identity<void>{};
}
template <class L>
using picture_before = typename decltype(find_picture_before<L>())::type;

template <class Picture>
inline constexpr int size_of = 0;
template <int Height, int Width, int Channels>
inline constexpr int size_of<image<Height, Width, Channels>> = image<Height, Width, Channels>::size;

template <class L, class Before>
consteval auto find_picture_after();
/// The picture that L makes of `Before`.
template <class L, class Before>
using picture_after = typename decltype(find_picture_after<L, Before>())::type;

/// One layer after the other makes a picture of the one before; of layers side by side each has the same
/// before it, and what they are joined to is the picture of the first that makes one, if it is no longer.
template <class L, class Before, int I = 1>
consteval auto find_picture_after_layers() {
    using next = picture_after<typename L::template layer_type<I>, Before>;
    if constexpr (is_sequence<L>) {
        if constexpr (I == L::depth)
            return std::type_identity<next>{};
        else
            return find_picture_after_layers<L, next, I + 1>();
    } else if constexpr (size_of<next> == L::outputs) {
        return std::type_identity<next>{};
    } else if constexpr (I < L::depth) {
        return find_picture_after_layers<L, Before, I + 1>();
    } else {
        return std::type_identity<void>{};
    }
}

template <class L, class Before>
consteval auto find_picture_after() {
    if constexpr (says_output_shape<L>) {
        return std::type_identity<typename L::output_shape>{};
    } else if constexpr (keeps_shape<L>) {
        return std::type_identity<Before>{};
    } else if constexpr (is_made_of_layers<L>) {
        return find_picture_after_layers<L, Before>();
    } else {
        return std::type_identity<void>{};
    }
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
