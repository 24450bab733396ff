/// Everything that a network learns, in one block.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/parameter_block.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/layer/verdict.hpp>
#include <handgrad/network/inner_layer.hpp>

#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

// What is said in the place of a view of a part that there is not.
template <class Number, class Layers>
struct no_such_layer {};
template <class Number, class Layer>
struct layer_without_weights {};
template <class Number, class Layer>
struct layer_without_biases {};
template <tensor_kind Kind, class Number, class Layer>
struct layer_without_tensor {};

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

// A layer is meant by its number, I = 1 .. depth, or by the numbers of the layers that it is in, and its own.

template <class Network, int... Path>
inline constexpr bool has_layer = !std::is_void_v<inner_layer<Network, Path...>>;

/// That layer, and where its parameters begin; or the first layer of the network if there is none.
template <class Network, int... Path>
using placed_layer_at =
    typename std::conditional_t<has_layer<Network, Path...>, find_inner_layer<Network, 0, Path...>,
                                find_inner_layer<Network, 0, 1>>::type;
template <class Network, int... Path>
using layer_at = typename placed_layer_at<Network, Path...>::type;

/// The parameters of a layer that exists, among those of the network, from `data` on.
template <class Network, int... Path, class U>
constexpr auto layer_in(U* data) noexcept {
    return view<U, 1, layer_at<Network, Path...>::parameter_count>(data +
                                                                   placed_layer_at<Network, Path...>::first);
}

template <class Network, int... Path>
using view_of_layer = view<float, 1, layer_at<Network, Path...>::parameter_count>;
template <class Network, int... Path>
inline constexpr bool
    has_weights = has_layer<Network, Path...>&& requires(view_of_layer<Network, Path...> p) {
    layer_at<Network, Path...>::weights(p);
};
template <class Network, int... Path>
inline constexpr bool has_biases = has_layer<Network, Path...>&& requires(view_of_layer<Network, Path...> p) {
    layer_at<Network, Path...>::biases(p);
};

/// The view of a layer, of its weights, its biases or a tensor as `type`; or what says why there is none.
template <class Network, class U, int... Path>
consteval auto find_layer() {
    if constexpr (has_layer<Network, Path...>)
        return std::type_identity<view<U, 1, layer_at<Network, Path...>::parameter_count>>{};
    else
        return mistake::no_such_layer<mistake::layer_number<Path...>, mistake::layers<Network::depth>>{};
}
template <class Network, class U, tensor_kind Kind, int... Path>
consteval auto find_tensor_view() {
    if constexpr (has_inner_tensor<Network, Kind, Path...>)
        return std::type_identity<decltype(inner_tensor<Network, Kind, Path...>(static_cast<U*>(nullptr)))>{};
    else if constexpr (has_layer<Network, Path...>)
        return mistake::layer_without_tensor<Kind, mistake::layer_number<Path...>,
                                             layer_at<Network, Path...>>{};
    else
        return find_layer<Network, U, Path...>();
}
template <class Network, class U, int... Path>
consteval auto find_weights() {
    if constexpr (has_weights<Network, Path...>)
        return std::type_identity<decltype(layer_at<Network, Path...>::weights(
            layer_in<Network, Path...>(static_cast<U*>(nullptr))))>{};
    else if constexpr (has_layer<Network, Path...>)
        return mistake::layer_without_weights<mistake::layer_number<Path...>, layer_at<Network, Path...>>{};
    else
        return find_layer<Network, U, Path...>();
}
template <class Network, class U, int... Path>
consteval auto find_biases() {
    if constexpr (has_biases<Network, Path...>)
        return std::type_identity<decltype(layer_at<Network, Path...>::biases(
            layer_in<Network, Path...>(static_cast<U*>(nullptr))))>{};
    else if constexpr (has_layer<Network, Path...>)
        return mistake::layer_without_biases<mistake::layer_number<Path...>, layer_at<Network, Path...>>{};
    else
        return find_layer<Network, U, Path...>();
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

    template <class U, int... Path>
    using found_layer = decltype(detail::find_layer<Network, U, Path...>());
    template <class U, int... Path>
    using found_weights = decltype(detail::find_weights<Network, U, Path...>());
    template <class U, int... Path>
    using found_biases = decltype(detail::find_biases<Network, U, Path...>());
    template <class U, tensor_kind Kind, int... Path>
    using found_tensor = decltype(detail::find_tensor_view<Network, U, Kind, Path...>());
    template <class U, int... Path>
    using layer_view = typename found_layer<U, Path...>::type;
    template <class U, int... Path>
    using weights_view = typename found_weights<U, Path...>::type;
    template <class U, int... Path>
    using biases_view = typename found_biases<U, Path...>::type;
    template <class U, tensor_kind Kind, int... Path>
    using tensor_view = typename found_tensor<U, Kind, Path...>::type;

public:
    using network_type = Network;

    constexpr parameters() noexcept {} // by the block, which looks where it is before it writes
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

    // Where there is no such part, clang++ prints these lines, and with them the sentences, g++ those of what
    // is deleted below: the message of either about the other way would be twice as long. In a `requires`,
    // the answer is no.

    /// The parameters of layer I = 1 .. depth; what they mean is the layer's affair. layer<2, 1>() are those
    /// of the first of the layers that layer 2, a network or a residual, is made of.
    template <int I, int... Inner>
    constexpr layer_view<T, I, Inner...> layer() & noexcept { // layers are numbered from 1 to depth
        return detail::layer_in<Network, I, Inner...>(block::data());
    }
    template <int I, int... Inner>
    constexpr layer_view<const T, I, Inner...>
    layer() const& noexcept { // layers are numbered from 1 to depth
        return detail::layer_in<Network, I, Inner...>(block::data());
    }
    /// W_I, b_I of a dense layer, I = 1 .. depth, or of a layer in a layer.
    template <int I, int... Inner>
    constexpr weights_view<T, I, Inner...> weights() & noexcept { // of layer 1 .. depth, if it has weights
        return detail::layer_at<Network, I, Inner...>::weights(layer<I, Inner...>());
    }
    template <int I, int... Inner>
    constexpr weights_view<const T, I, Inner...>
    weights() const& noexcept { // of layer 1 .. depth, if it has weights
        return detail::layer_at<Network, I, Inner...>::weights(layer<I, Inner...>());
    }
    template <int I, int... Inner>
    constexpr biases_view<T, I, Inner...> biases() & noexcept { // of layer 1 .. depth, if it has biases
        return detail::layer_at<Network, I, Inner...>::biases(layer<I, Inner...>());
    }
    template <int I, int... Inner>
    constexpr biases_view<const T, I, Inner...>
    biases() const& noexcept { // of layer 1 .. depth, if it has biases
        return detail::layer_at<Network, I, Inner...>::biases(layer<I, Inner...>());
    }

    /// A tensor of any kind, of layer I or of a layer in it: tensor<tensor_kind::scales, 2>() is the gamma of
    /// a norm. A row, or a matrix with as many columns as the last axis has (layer/tensors.hpp).
    template <tensor_kind Kind, int I, int... Inner>
    constexpr tensor_view<T, Kind, I, Inner...> tensor() & noexcept { // of a kind that layer 1 .. depth has
        return detail::inner_tensor<Network, Kind, I, Inner...>(block::data());
    }
    template <tensor_kind Kind, int I, int... Inner>
    constexpr tensor_view<const T, Kind, I, Inner...>
    tensor() const& noexcept { // of a kind that layer 1 .. depth has
        return detail::inner_tensor<Network, Kind, I, Inner...>(block::data());
    }

    // The compiler prints these lines, and with them the sentence.
    template <int, int...>
    view<const T, 1, 1> layer() const&& = delete; // a view of temporary parameters: name them first
    template <int, int...>
    view<const T, 1, 1> weights() const&& = delete; // a view of temporary parameters: name them first
    template <int, int...>
    view<const T, 1, 1> biases() const&& = delete; // a view of temporary parameters: name them first
    template <tensor_kind, int, int...>
    view<const T, 1, 1> tensor() const&& = delete; // a view of temporary parameters: name them first
#if !defined(__clang__)
    // clang-format off
    template <int I, int... Inner> requires(!detail::has_layer<Network, I, Inner...>)
    found_layer<T, I, Inner...> layer() const& = delete; // layers are numbered from 1 to depth
    template <int I, int... Inner> requires(!detail::has_weights<Network, I, Inner...>)
    found_weights<T, I, Inner...> weights() const& = delete; // of layer 1 .. depth, if it has weights
    template <int I, int... Inner> requires(!detail::has_biases<Network, I, Inner...>)
    found_biases<T, I, Inner...> biases() const& = delete; // of layer 1 .. depth, if it has biases
    template <tensor_kind Kind, int I, int... Inner> requires(!detail::has_inner_tensor<Network, Kind, I, Inner...>)
    found_tensor<T, Kind, I, Inner...> tensor() const& = delete; // of a kind that layer 1 .. depth has
    // clang-format on
#endif
};

// A block is no network.
template <class U, int Count, std::uint64_t Fingerprint, parameter_range... Learned, class T>
class parameters<parameter_block<U, Count, Fingerprint, Learned...>, T> {
    static_assert(detail::holds<T>, "parameters<Net> are those of a network Net, not of a Net::block<>");
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
