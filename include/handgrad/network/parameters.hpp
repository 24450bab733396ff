/// Everything that a network learns, in one block.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/parameter_block.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/layer/verdict.hpp>

#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Number, class Layers>
struct no_such_layer;
template <int Number, int Depth>
struct no_such_layer<layer_number<Number>, layers<Depth>> {
    static_assert(1 <= Number, "layers are numbered from 1 to depth");
    static_assert(Number < 1 || Number <= Depth, "layers are numbered from 1 to depth");
};

template <class Number, class Layer>
struct layer_without_weights {
    static_assert(detail::holds<Layer>, "this layer has no `weights(p)`, as dense has");
};

template <class Number, class Layer>
struct layer_without_biases {
    static_assert(detail::holds<Layer>,
                  "this layer has no `biases(p)`, as dense has if its fourth argument is bias");
};

template <class Given, class Network>
struct block_of_another_network {
    static_assert(detail::holds<Given>,
                  "this block of parameters, or of a gradient, belongs to a network of other layers");
};

template <class Given>
struct block_without_network {
    static_assert(detail::holds<Given>,
                  "a block of parameters does not say which network it belongs to: pass "
                  "parameters<Net>(block), which has its numbers and does");
};

} // namespace mistake

namespace detail {

/// A block of numbers, which the network's names may be on top of.
template <class P>
concept is_block = requires {
    typename P::block_type;
};
template <class P>
concept is_bare_block = is_block<P> && !requires {
    typename P::network_type;
};

template <class Network, int I>
inline constexpr bool has_layer = 1 <= I&& I <= Network::depth;

/// Layer I, or another if there is none.
template <class Network, int I>
using layer_at = typename Network::template layer_type<has_layer<Network, I> ? I : 1>;

/// The parameters of layer I among those of the network, from `data` on; the weights, and the biases, in
/// them.
template <class Network, int I, class U>
constexpr auto layer_in(U* data) noexcept {
    if constexpr (!has_layer<Network, I>) {
        using reported [[maybe_unused]] = report<decltype(
            mistake::no_such_layer<mistake::layer_number<I>, mistake::layers<Network::depth>>{})>;
    }
    return view<U, 1, layer_at<Network, I>::parameter_count>(data + Network::template parameter_offset<I>);
}
template <class Network, int I, class P>
constexpr auto weights_in(P p) noexcept {
    using layer = layer_at<Network, I>;
    if constexpr (requires { layer::weights(p); }) {
        return layer::weights(p);
    } else {
        using reported [[maybe_unused]] =
            report<decltype(mistake::layer_without_weights<mistake::layer_number<I>, layer>{})>;
        return p;
    }
}
template <class Network, int I, class P>
constexpr auto biases_in(P p) noexcept {
    using layer = layer_at<Network, I>;
    if constexpr (requires { layer::biases(p); }) {
        return layer::biases(p);
    } else {
        using reported [[maybe_unused]] =
            report<decltype(mistake::layer_without_biases<mistake::layer_number<I>, layer>{})>;
        return p;
    }
}

} // namespace detail

/// The parameters of `Network`, or a gradient with respect to them, as a block (core/parameter_block.hpp),
/// with the network's names on top. What takes these takes a net::block<>, too: it is what goes between
/// translation units that are built with different options, by reference, as
///
///     void calibrate(net::block<>& p);
///
/// and net::weights<I>(p), net::biases<I>(p) and net::layer<I>(p) are its parts.
template <class Network, class T = float>
class parameters : public Network::template block<T> {
    using block = typename Network::template block<T>;

public:
    using network_type = Network;

    constexpr parameters() = default;
    constexpr explicit parameters(const block& numbers) noexcept : block(numbers) {}
    template <detail::is_block Other>
        requires(!std::is_base_of_v<block, Other>)
    constexpr explicit parameters(const Other&) noexcept {
        using reported [[maybe_unused]] = detail::report<decltype(
            mistake::block_of_another_network<typename Other::block_type, Network>{})>;
    }

    template <class From>
        requires(!std::is_convertible_v<const From&, parameters>)
    constexpr void operator=(const From&) = delete; // not parameters of this network: see copy(from, to)

    /// The parameters of layer I = 1 .. depth; what they mean is the layer's affair.
    template <int I>
    constexpr auto layer() & noexcept {
        return detail::layer_in<Network, I>(block::data());
    }
    template <int I>
    constexpr auto layer() const& noexcept {
        return detail::layer_in<Network, I>(block::data());
    }

    /// W_I, b_I of a dense layer, I = 1 .. depth.
    template <int I>
    constexpr auto weights() & noexcept {
        return detail::weights_in<Network, I>(detail::layer_in<Network, I>(block::data()));
    }
    template <int I>
    constexpr auto weights() const& noexcept {
        return detail::weights_in<Network, I>(detail::layer_in<Network, I>(block::data()));
    }
    template <int I>
    constexpr auto biases() & noexcept {
        return detail::biases_in<Network, I>(detail::layer_in<Network, I>(block::data()));
    }
    template <int I>
    constexpr auto biases() const& noexcept {
        return detail::biases_in<Network, I>(detail::layer_in<Network, I>(block::data()));
    }

    // The compiler prints these lines, and with them the sentence.
    template <int>
    void layer() const&& = delete; // a view of temporary parameters would dangle: name them first
    template <int>
    void weights() const&& = delete; // a view of temporary parameters would dangle: name them first
    template <int>
    void biases() const&& = delete; // a view of temporary parameters would dangle: name them first
};

// A block is no network.
template <class U, int Count, std::uint64_t Fingerprint, parameter_range... Learned, class T>
class parameters<parameter_block<U, Count, Fingerprint, Learned...>, T> {
    static_assert(detail::holds<T>, "parameters<Net> are those of a network Net, not of a Net::block<>");
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
