/// What a list of types that is no network becomes.
#pragma once

#include <handgrad/core/matrix.hpp>
#include <handgrad/network/batch.hpp>
#include <handgrad/network/verdict.hpp>

#include <utility>

namespace handgrad::inline HANDGRAD_ISA {

template <class Network, int B, class T>
class workspace;

namespace detail {

/// Stands where a type that is no layer was listed.
template <int Width>
struct any_layer {
    static constexpr int inputs = Width, outputs = Width, parameter_count = 1;
    template <int B>
    static constexpr int tape_size = 0;

    template <int B>
    static constexpr void forward(auto...) {}
    template <int B, write W>
    static constexpr void vjp(auto...) {}
    static constexpr void initialise(auto, rng&) {}

    static constexpr matrix<float, 1, 1> weights(auto) { return {}; }
    static constexpr matrix<float, 1, 1> biases(auto) { return {}; }
};

/// The widths of a layer, or 0 if it is none.
struct widths_of {
    int before = 0, after = 0;
};
template <class L>
consteval widths_of usable_widths() {
    if constexpr (first_flaw<L>() == flaw::none)
        if constexpr (L::inputs > 0 && L::outputs > 0) return {L::inputs, L::outputs};
    return {};
}

/// What the layers beside number I = 0 .. make its width.
template <class... Layers>
consteval int width_around(int i) {
    const widths_of layer[] = {usable_widths<Layers>()...};
    for (int left = i - 1; left >= 0; --left)
        if (layer[left].after > 0) return layer[left].after;
    for (int right = i + 1; right < int(sizeof...(Layers)); ++right)
        if (layer[right].before > 0) return layer[right].before;
    return 1;
}

template <class Verdict, class... Layers>
struct network_of;

/// The constants of a network of the layers that are some, with others between them.
template <class... Layers>
struct constants_of {
    template <class L, int I>
    using stand_in =
        std::conditional_t<(usable_widths<L>().before > 0), L, any_layer<width_around<Layers...>(I)>>;

    template <int... I>
    static network_of<well_formed, stand_in<Layers, I>...> chain(std::integer_sequence<int, I...>);
    using type = decltype(chain(std::make_integer_sequence<int, sizeof...(Layers)>{}));
};
template <>
struct constants_of<> {
    using type = network_of<well_formed, any_layer<1>>;
};

template <class P>
struct number_of {
    using type = float;
};
template <class P>
    requires requires { typename P::value_type; }
struct number_of<P> {
    using type = typename P::value_type;
};

/// The type of the numbers of parameters, or of what was passed as parameters.
template <class P>
using number = typename number_of<P>::type;

/// What forward returns, also where something is wrong with its arguments.
template <class P, class X, int Outputs>
consteval auto result_shape() {
    if constexpr (batch_traits<X>::rows > 0)
        return std::type_identity<matrix<number<P>, batch_traits<X>::rows, Outputs>>{};
    else
        return std::type_identity<matrix<number<P>, 1, Outputs>>{};
}
template <class P, class X, int Outputs>
using result = typename decltype(result_shape<P, X, Outputs>())::type;

/// A network with a mistake. What its functions return has the type that it would have without, as far as
/// that can be told, so that the mistake's error is the only one; and they accept anything.
template <class Mistake, class... Layers>
struct network_of : constants_of<Layers...>::type {
    using base = typename constants_of<Layers...>::type;
    template <int B, class T = float>
    using workspace = handgrad::workspace<network_of, B, T>;

    static constexpr void initialise(const auto&...) noexcept {}
    template <class P, class X>
    static constexpr auto forward(const P&, const X&, const auto&...) noexcept {
        return result<P, X, base::outputs>{};
    }
    static constexpr void predict(const auto&...) noexcept {}
    template <class P>
    static constexpr auto value_and_gradient(const auto&, const P&, const auto&...) noexcept {
        return number<P>{};
    }
    template <class P>
    static constexpr auto train_step(const auto&, const auto&, const P&, const auto&...) noexcept {
        return number<P>{};
    }
};

} // namespace detail

} // namespace handgrad::inline HANDGRAD_ISA
