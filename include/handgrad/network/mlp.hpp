/// The multi-layer perceptron, by its widths.
#pragma once

#include <handgrad/layer/dense.hpp>
#include <handgrad/network/network.hpp>

#include <array>

namespace handgrad::inline HANDGRAD_ISA {

namespace detail {

template <class Activation, int... Widths>
struct mlp {
    static_assert(sizeof...(Widths) >= 2, "an mlp has at least an input and an output width");
    static constexpr std::array<int, sizeof...(Widths)> widths{Widths...};
    static constexpr int depth = sizeof...(Widths) - 1;

    template <int I>
    using layer = dense<widths[I], widths[I + 1], std::conditional_t<(I + 1 < depth), Activation, identity>>;

    template <int... I>
    static network<layer<I>...> chain(std::integer_sequence<int, I...>);
    using type = decltype(chain(std::make_integer_sequence<int, depth>{}));
};

} // namespace detail

/// mlp<relu, 784, 256, 10> is network<dense<784, 256, relu>, dense<256, 10>>: the activation stands between
/// the layers, the last one is linear.
template <class Activation, int... Widths>
using mlp = typename detail::mlp<Activation, Widths...>::type;

} // namespace handgrad::inline HANDGRAD_ISA
