/// In which order the numbers of a row lie where they are, or were, pictures: here a pixel's channels are
/// together, in libraries that count otherwise each channel is a plane.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/compose/picture.hpp>
#include <handgrad/layer/tensors.hpp>
#include <handgrad/network/inner_layer.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {
namespace detail {

using handgrad::detail::as_layer;

/// Numbers that lie alike there and here. (A picture image<..> stands for those that lie as it does.)
struct same_order {};
/// Some of them are of pictures, and it is not known where they are.
struct unknown_order {};

/// That of a picture; of one pixel, or of one channel, both orders are one.
template <class Picture>
struct order_of {
    using type = std::conditional_t<Picture::channels == 1 || Picture::height * Picture::width == 1,
                                    same_order, Picture>;
};
template <>
struct order_of<void> {
    using type = same_order;
};

/// Layers that multiply a row: every number of it goes into every result.
template <class L>
inline constexpr bool is_product = [] {
    for (const parameter_tensor& t : tensors_of<L>)
        if (t.kind == tensor_kind::weights) return true;
    return false;
}();

/// Layers with numbers of which nobody says what they are.
template <class L>
inline constexpr bool has_other_tensors = [] {
    for (const parameter_tensor& t : tensors_of<L>)
        if (t.kind == tensor_kind::other) return true;
    return false;
}();

template <class L>
concept made_of_parts = requires {
    typename L::parts;
};
/// Whether the parts of L, side by side, are added up, and not put one beside the other.
template <class L>
inline constexpr bool adds_parts = false;
template <class L>
    requires(made_of_parts<L> && !handgrad::detail::is_sequence<L>)
inline constexpr bool adds_parts<L> = [] {
    return []<int... I>(std::integer_sequence<int, I...>) {
        return L::depth > 1 && ((L::template layer_type<I + 1>::outputs == L::outputs) && ...);
    }
    (std::make_integer_sequence<int, L::depth>{});
}();

template <class L, class Order>
consteval auto find_order_after();
/// The order of the outputs of L, of inputs in this one.
template <class L, class Order>
using order_after = typename decltype(find_order_after<L, Order>())::type;

template <class L, class Order, int I = 1>
consteval auto find_order_after_sequence() {
    using next = order_after<typename L::template layer_type<I>, Order>;
    if constexpr (I == L::depth)
        return std::type_identity<next>{};
    else
        return find_order_after_sequence<L, next, I + 1>();
}
template <class L, class Order, int... I>
consteval auto find_order_after_branches(std::integer_sequence<int, I...>) {
    using first = order_after<typename L::template layer_type<1>, Order>;
    constexpr bool alike =
        (std::is_same_v<first, order_after<typename L::template layer_type<I + 1>, Order>> && ...);
    if constexpr (alike && (adds_parts<L> || L::depth == 1 || std::is_same_v<first, same_order>))
        return std::type_identity<first>{};
    else
        return std::type_identity<unknown_order>{};
}

template <class L, class Order>
consteval auto find_order_after() {
    using namespace handgrad::detail;
    if constexpr (wraps_layer<L>)
        return find_order_after<as_layer<typename L::wrapped>, Order>();
    else if constexpr (says_output_shape<L>)
        return order_of<typename L::output_shape>{};
    else if constexpr (keeps_shape<L>)
        return std::type_identity<Order>{};
    else if constexpr (is_sequence<L>)
        return find_order_after_sequence<L, Order>();
    else if constexpr (made_of_parts<L>)
        return find_order_after_branches<L, Order>(std::make_integer_sequence<int, L::depth>{});
    else if constexpr (is_product<L> || std::is_same_v<Order, same_order>)
        return std::type_identity<same_order>{};
    else
        return std::type_identity<unknown_order>{}; // a layer of a user's, which does not say
}

/// The order of the inputs of a network: that of the picture that its first layers expect.
template <class L, int I = 1>
consteval auto find_order_before() {
    using namespace handgrad::detail;
    using picture = picture_before<L>;
    if constexpr (!std::is_void_v<picture>) {
        return order_of<picture>{};
    } else if constexpr (is_sequence<L>) {
        if constexpr (I < L::depth && keeps_shape<typename L::template layer_type<I>>) {
            using next = typename L::template layer_type<I + 1>;
            if constexpr (!std::is_void_v<picture_before<next>>)
                return order_of<picture_before<next>>{};
            else
                return find_order_before<L, I + 1>();
        } else {
            return std::type_identity<same_order>{};
        }
    } else {
        return std::type_identity<same_order>{};
    }
}
template <class L>
using order_before = typename decltype(find_order_before<L>())::type;

} // namespace detail
} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
