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

/// The parameters of layer I, which exists, among those of the network, from `data` on.
template <class Network, int I, class U>
constexpr auto layer_in(U* data) noexcept {
    return view<U, 1, layer_at<Network, I>::parameter_count>(data + Network::template parameter_offset<I>);
}

template <class Network, int I>
using view_of_layer = view<float, 1, layer_at<Network, I>::parameter_count>;
template <class Network, int I>
inline constexpr bool has_weights = has_layer<Network, I>&& requires(view_of_layer<Network, I> p) {
    layer_at<Network, I>::weights(p);
};
template <class Network, int I>
inline constexpr bool has_biases = has_layer<Network, I>&& requires(view_of_layer<Network, I> p) {
    layer_at<Network, I>::biases(p);
};

/// The view of layer I, of its weights or of its biases as `type`; or what says why there is none.
template <class Network, int I, class U>
consteval auto find_layer() {
    if constexpr (has_layer<Network, I>)
        return std::type_identity<view<U, 1, layer_at<Network, I>::parameter_count>>{};
    else
        return mistake::no_such_layer<mistake::layer_number<I>, mistake::layers<Network::depth>>{};
}
template <class Network, int I, class U>
consteval auto find_weights() {
    if constexpr (has_weights<Network, I>)
        return std::type_identity<decltype(layer_at<Network, I>::weights(layer_in<Network, I, U>({})))>{};
    else if constexpr (has_layer<Network, I>)
        return mistake::layer_without_weights<mistake::layer_number<I>, layer_at<Network, I>>{};
    else
        return find_layer<Network, I, U>();
}
template <class Network, int I, class U>
consteval auto find_biases() {
    if constexpr (has_biases<Network, I>)
        return std::type_identity<decltype(layer_at<Network, I>::biases(layer_in<Network, I, U>({})))>{};
    else if constexpr (has_layer<Network, I>)
        return mistake::layer_without_biases<mistake::layer_number<I>, layer_at<Network, I>>{};
    else
        return find_layer<Network, I, U>();
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

    template <int I, class U = T>
    using found_layer = decltype(detail::find_layer<Network, I, U>());
    template <int I, class U = T>
    using found_weights = decltype(detail::find_weights<Network, I, U>());
    template <int I, class U = T>
    using found_biases = decltype(detail::find_biases<Network, I, U>());
    template <int I, class U>
    using layer_view = typename found_layer<I, U>::type;
    template <int I, class U>
    using weights_view = typename found_weights<I, U>::type;
    template <int I, class U>
    using biases_view = typename found_biases<I, U>::type;

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

    /// The parameters of layer I = 1 .. depth; what they mean is the layer's affair.
    template <int I>
    constexpr layer_view<I, T> layer() & noexcept { // layers are numbered from 1 to depth
        return detail::layer_in<Network, I>(block::data());
    }
    template <int I>
    constexpr layer_view<I, const T> layer() const& noexcept { // layers are numbered from 1 to depth
        return detail::layer_in<Network, I>(block::data());
    }
    /// W_I, b_I of a dense layer, I = 1 .. depth.
    template <int I>
    constexpr weights_view<I, T> weights() & noexcept { // of layer 1 .. depth, if it has weights
        return detail::layer_at<Network, I>::weights(layer<I>());
    }
    template <int I>
    constexpr weights_view<I, const T> weights() const& noexcept { // of layer 1 .. depth, if it has weights
        return detail::layer_at<Network, I>::weights(layer<I>());
    }
    template <int I>
    constexpr biases_view<I, T> biases() & noexcept { // of layer 1 .. depth, if it has biases
        return detail::layer_at<Network, I>::biases(layer<I>());
    }
    template <int I>
    constexpr biases_view<I, const T> biases() const& noexcept { // of layer 1 .. depth, if it has biases
        return detail::layer_at<Network, I>::biases(layer<I>());
    }

    /// The same of a layer in a layer: weights<2, 1>() are those of the first of the layers that layer 2, a
    /// network or a residual, is made of. Each number counts from 1; in a file of PyTorch's they count
    /// modules from 0.
    template <int I, int J, int... Inner>
        requires detail::has_inner_layer<Network, I, J, Inner...>
    constexpr auto layer() & noexcept {
        return detail::inner_parameters<Network, I, J, Inner...>(block::data());
    }
    template <int I, int J, int... Inner>
        requires detail::has_inner_layer<Network, I, J, Inner...>
    constexpr auto layer() const& noexcept {
        return detail::inner_parameters<Network, I, J, Inner...>(block::data());
    }
    template <int I, int J, int... Inner>
        requires detail::has_inner_tensor<Network, tensor_kind::weights, I, J, Inner...>
    constexpr auto weights() & noexcept {
        return detail::inner_tensor<Network, tensor_kind::weights, I, J, Inner...>(block::data());
    }
    template <int I, int J, int... Inner>
        requires detail::has_inner_tensor<Network, tensor_kind::weights, I, J, Inner...>
    constexpr auto weights() const& noexcept {
        return detail::inner_tensor<Network, tensor_kind::weights, I, J, Inner...>(block::data());
    }
    template <int I, int J, int... Inner>
        requires detail::has_inner_tensor<Network, tensor_kind::biases, I, J, Inner...>
    constexpr auto biases() & noexcept {
        return detail::inner_tensor<Network, tensor_kind::biases, I, J, Inner...>(block::data());
    }
    template <int I, int J, int... Inner>
        requires detail::has_inner_tensor<Network, tensor_kind::biases, I, J, Inner...>
    constexpr auto biases() const& noexcept {
        return detail::inner_tensor<Network, tensor_kind::biases, I, J, Inner...>(block::data());
    }
    /// A tensor of any kind, of layer I or of a layer in it: tensor<tensor_kind::scales, 2>() is the gamma of
    /// a norm. A row, or a matrix with as many columns as the last axis has (layer/tensors.hpp).
    template <tensor_kind Kind, int I, int... Inner>
        requires detail::has_inner_tensor<Network, Kind, I, Inner...>
    constexpr auto tensor() & noexcept {
        return detail::inner_tensor<Network, Kind, I, Inner...>(block::data());
    }
    template <tensor_kind Kind, int I, int... Inner>
        requires detail::has_inner_tensor<Network, Kind, I, Inner...>
    constexpr auto tensor() const& noexcept {
        return detail::inner_tensor<Network, Kind, I, Inner...>(block::data());
    }

    // The compiler prints these lines, and with them the sentence.
    template <int>
    view<const T, 1, 1> layer() const&& = delete; // a view of temporary parameters: name them first
    template <int>
    view<const T, 1, 1> weights() const&& = delete; // a view of temporary parameters: name them first
    template <int>
    view<const T, 1, 1> biases() const&& = delete; // a view of temporary parameters: name them first
    // clang-format off
    template <int, int, int...>
    view<const T, 1, 1> layer() const& = delete; // layers in layers are numbered from 1, too
    template <int, int, int...>
    view<const T, 1, 1> weights() const& = delete; // of a layer in a layer, from 1 on, if it has weights
    template <int, int, int...>
    view<const T, 1, 1> biases() const& = delete; // of a layer in a layer, from 1 on, if it has biases
    template <tensor_kind, int, int...>
    view<const T, 1, 1> tensor() const& = delete; // layer 1 .. depth has no tensor of this kind
    template <int, int, int...>
    view<const T, 1, 1> layer() const&& = delete; // a view of temporary parameters: name them first
    template <int, int, int...>
    view<const T, 1, 1> weights() const&& = delete; // a view of temporary parameters: name them first
    template <int, int, int...>
    view<const T, 1, 1> biases() const&& = delete; // a view of temporary parameters: name them first
    template <tensor_kind, int, int...>
    view<const T, 1, 1> tensor() const&& = delete; // a view of temporary parameters: name them first
    // clang-format on
#if !defined(__clang__)
    // clang-format off
    template <int I> requires(!detail::has_layer<Network, I>)
    found_layer<I> layer() const& = delete; // layers are numbered from 1 to depth
    template <int I> requires(!detail::has_weights<Network, I>)
    found_weights<I> weights() const& = delete; // of layer 1 .. depth, if it has weights
    template <int I> requires(!detail::has_biases<Network, I>)
    found_biases<I> biases() const& = delete; // of layer 1 .. depth, if it has biases
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
