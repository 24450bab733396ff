/// The multi-layer perceptron, by its widths.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/dense.hpp>
#include <handgrad/network/network.hpp>

#include <array>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <int Count>
struct widths {};

template <class Widths>
struct too_few_widths;
template <int Count>
struct too_few_widths<widths<Count>> {
    static_assert(Count > 1, "an mlp must have at least an input and an output width");
};

} // namespace mistake

namespace detail {

template <class Activation, int... Widths>
struct mlp {
    static constexpr std::array<int, sizeof...(Widths)> widths{Widths...};
    static constexpr int depth = sizeof...(Widths) - 1;

    template <int I>
    using layer = dense<widths[I], widths[I + 1], std::conditional_t<(I + 1 < depth), Activation, identity>>;

    template <int... I>
    static network<layer<I>...> chain(std::integer_sequence<int, I...>);
    using type = decltype(chain(std::make_integer_sequence<int, depth>{}));
};

/// The one layer of an mlp without layers: a mistake for the network to tell.
template <class Activation, int... Widths>
    requires(sizeof...(Widths) < 2)
struct mlp<Activation, Widths...> {
    using verdict = mistake::too_few_widths<mistake::widths<sizeof...(Widths)>>;
    using type = network<mlp>;
};

} // namespace detail

/// mlp<relu, 784, 256, 10> is network<dense<784, 256, relu>, dense<256, 10>>: the activation stands between
/// the layers, the last one is linear.
template <class Activation, int... Widths>
using mlp = typename detail::mlp<Activation, Widths...>::type;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
