/// What a list of types that is no network becomes.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/core/parameter_block.hpp>
#include <handgrad/layer/compose/stand_in.hpp>
#include <handgrad/network/batch.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

template <class Network, extent B, class T>
class workspace;
template <class Network, extent B, class T>
class trace;

namespace detail {

template <class Verdict, class... Layers>
struct network_of;

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
struct network_of : nearest_chain<Layers...> {
    using as_layer = nearest_chain<Layers...>;
    template <class T = float>
    using block = parameter_block<T, as_layer::parameter_count, 0>;
    template <extent B, class T = float>
    using workspace = handgrad::workspace<network_of, B, T>;
    template <extent B, class T = float>
    using trace = handgrad::trace<network_of, B, T>;

    /// To the network that this is a layer of.
    using verdict = mistake::told_elsewhere;
    template <extent B>
    static constexpr void forward(auto...) {}
    template <extent B, write W>
    static constexpr void vjp(auto...) {}

    static constexpr void initialize(const auto&...) noexcept {}
    template <class P, class X>
    static constexpr auto forward(const P&, const X&, const auto&...) noexcept {
        return result<P, X, as_layer::outputs>{};
    }
    static constexpr void predict(const auto&...) noexcept {}
    template <int, class P>
    static constexpr auto layer(P& p) noexcept {
        return view<std::remove_pointer_t<decltype(p.data())>, 1, as_layer::parameter_count>(p.data());
    }
    template <int, class P>
    static constexpr auto weights(P& p) noexcept {
        return layer<1>(p);
    }
    template <int, class P>
    static constexpr auto biases(P& p) noexcept {
        return layer<1>(p);
    }
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

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
