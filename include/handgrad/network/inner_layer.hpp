/// The layers that layers are made of, by their numbers, and the tensors of their parameters.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/view.hpp>
#include <handgrad/layer/compose/chain.hpp>
#include <handgrad/layer/tensors.hpp>
#include <handgrad/network/fingerprint.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// A layer, and where its parameters begin.
template <class Layer, int First>
struct placed_layer {
    using type = Layer;
    static constexpr int first = First;
};

template <class L>
inline constexpr bool is_bare_chain = false;
template <class... Layers>
inline constexpr bool is_bare_chain<chain<Layers...>> = true;

/// Part I of the list, as it was given.
template <int I, class Parts>
struct nth_part_of;
template <int I, class... Layers>
struct nth_part_of<I, parts_list<Layers...>> : std::tuple_element<I - 1, std::tuple<Layers...>> {};
template <int I, class Parts>
using nth_part = typename nth_part_of<I, Parts>::type;

/// The layers that L is made of, each with its place. Those of a chain that is no network, as a residual has
/// one, count as its own.
template <int First, class L>
consteval auto placed_parts();
template <int First, class L, int... I>
consteval auto placed_parts_of(std::integer_sequence<int, I...>) {
    return std::tuple_cat([] {
        using part = nth_part<I + 1, typename L::parts>;
        constexpr int first = First + L::template parameter_offset<I + 1>;
        if constexpr (is_bare_chain<part>)
            return placed_parts<first, part>();
        else
            return std::tuple<placed_layer<part, first>>{};
    }()...);
}
template <int First, class L>
consteval auto placed_parts() {
    return placed_parts_of<First, L>(std::make_integer_sequence<int, L::depth>{});
}

template <class L>
inline constexpr bool has_bare_chains = false;
template <class... Layers>
inline constexpr bool has_bare_chains<parts_list<Layers...>> = (is_bare_chain<Layers> || ...);

/// Layer I of those that L is made of; void if there is none.
template <class L, int First, int I>
consteval auto find_placed_part() {
    if constexpr (!has_bare_chains<typename L::parts>) {
        if constexpr (1 <= I && I <= L::depth)
            return placed_layer<nth_part<I, typename L::parts>, First + L::template parameter_offset<I>>{};
    } else {
        using parts = decltype(placed_parts<First, L>());
        if constexpr (1 <= I && I <= static_cast<int>(std::tuple_size_v<parts>))
            return std::tuple_element_t<I - 1, parts>{};
    }
}

/// Layer J of layer I of ..: Path, each number from 1 on. void if there is none.
template <class Layer, int First, int... Path>
struct find_inner_layer {
    using type = placed_layer<Layer, First>;
};
template <class Layer, int First, int I, int... Path>
struct find_inner_layer<Layer, First, I, Path...> {
    static consteval auto find() {
        using L = as_layer<Layer>;
        if constexpr (wraps_layer<L>) {
            return find_inner_layer<typename L::wrapped, First, I, Path...>{};
        } else if constexpr (requires { typename L::parts; }) {
            using found = decltype(find_placed_part<L, First, I>());
            if constexpr (std::is_void_v<found>)
                return std::type_identity<void>{};
            else
                return find_inner_layer<typename found::type, found::first, Path...>{};
        } else {
            return std::type_identity<void>{};
        }
    }
    using type = typename decltype(find())::type;
};
template <class Network, int... Path>
using inner_layer = typename find_inner_layer<Network, 0, Path...>::type;

/// The tensor of a layer that is of this kind: its number, or -1. The weights of a convolution are its
/// kernel.
template <class L>
consteval int find_tensor(tensor_kind kind) {
    int number = 0;
    for (const parameter_tensor& t : tensors_of<L>) {
        if (t.kind == kind || (kind == tensor_kind::weights && t.kind == tensor_kind::kernel)) return number;
        ++number;
    }
    return -1;
}
template <class Network, int... Path>
concept has_inner_layer = !std::is_void_v<inner_layer<Network, Path...>>;
template <class Network, tensor_kind Kind, int... Path>
concept has_inner_tensor = has_inner_layer<Network, Path...> &&
    find_tensor<typename inner_layer<Network, Path...>::type>(Kind)
>= 0;

/// A tensor of a layer, among the parameters of the network, from `data` on: a matrix of the last axis'
/// columns, or one row.
template <class Network, tensor_kind Kind, int... Path, class T>
constexpr auto inner_tensor(T* data) noexcept {
    using found = inner_layer<Network, Path...>;
    using layer = typename found::type;
    constexpr parameter_tensor tensor = tensors_of<layer>[static_cast<std::size_t>(find_tensor<layer>(Kind))];
    constexpr int axes = (tensor.extents[1] > 0) + (tensor.extents[2] > 0) + (tensor.extents[3] > 0);
    constexpr int columns = tensor.extents[static_cast<std::size_t>(axes)];
    return view < T, axes == 0 ? 1 : tensor.size() / columns, columns > (data + found::first + tensor.first);
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
