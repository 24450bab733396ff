/// Everything that a network learns, in one block.
#pragma once

#include <handgrad/core/overlap.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/layer/options.hpp>
#include <handgrad/layer/verdict.hpp>

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

} // namespace mistake

namespace detail {

template <class Network, int I>
inline constexpr bool has_layer = 1 <= I&& I <= Network::depth;

/// Layer I, or another if there is none.
template <class Network, int I>
using layer_at = typename Network::template layer_type<has_layer<Network, I> ? I : 1>;

} // namespace detail

/// The parameters of `Network`, or a gradient with respect to them: one flat, 64-byte aligned block, layer
/// after layer, zero at first. It is a value: copy it, compare it, write data() .. data() + size to a file.
template <class Network, class T = float>
class parameters {
public:
    using network_type = Network;
    using value_type = T;
    static constexpr int size = Network::parameter_count;
    /// The parts that an optimizer may change: see layer/options.hpp.
    static constexpr auto learned = learned_parameters<Network>;

    constexpr T* data() noexcept { return data_; }
    constexpr const T* data() const noexcept { return data_; }
    constexpr T* begin() noexcept { return data_; }
    constexpr const T* begin() const noexcept { return data_; }
    constexpr T* end() noexcept { return data_ + size; }
    constexpr const T* end() const noexcept { return data_ + size; }
    constexpr T& operator[](int i) noexcept { return data_[i]; }
    constexpr const T& operator[](int i) const noexcept { return data_[i]; }

    /// The parameters of layer I = 1 .. depth; what they mean is the layer's affair.
    template <int I>
    constexpr auto layer() noexcept {
        return slice<I>(data_);
    }
    template <int I>
    constexpr auto layer() const noexcept {
        return slice<I>(data_);
    }

    /// W_I, b_I of a dense layer, I = 1 .. depth.
    template <int I>
    constexpr auto weights() noexcept {
        return weights_in<I>(slice<I>(data_));
    }
    template <int I>
    constexpr auto weights() const noexcept {
        return weights_in<I>(slice<I>(data_));
    }
    template <int I>
    constexpr auto biases() noexcept {
        return biases_in<I>(slice<I>(data_));
    }
    template <int I>
    constexpr auto biases() const noexcept {
        return biases_in<I>(slice<I>(data_));
    }

    /// Equal numbers in every place (so NaN is unequal to itself, and +0 equals -0).
    constexpr bool operator==(const parameters& other) const noexcept {
        for (int i = 0; i < size; ++i)
            if (!(data_[i] == other.data_[i])) return false;
        return true;
    }

private:
    template <int I, class U>
    static constexpr auto slice(U* data) noexcept {
        if constexpr (!detail::has_layer<Network, I>) {
            using reported [[maybe_unused]] = detail::report<decltype(
                mistake::no_such_layer<mistake::layer_number<I>, mistake::layers<Network::depth>>{})>;
        }
        return view<U, 1, detail::layer_at<Network, I>::parameter_count>(
            data + Network::template parameter_offset<I>);
    }
    template <int I, class P>
    static constexpr auto weights_in(P p) noexcept {
        using layer_i = detail::layer_at<Network, I>;
        if constexpr (requires { layer_i::weights(p); }) {
            return layer_i::weights(p);
        } else {
            using reported [[maybe_unused]] =
                detail::report<decltype(mistake::layer_without_weights<mistake::layer_number<I>, layer_i>{})>;
            return p;
        }
    }
    template <int I, class P>
    static constexpr auto biases_in(P p) noexcept {
        using layer_i = detail::layer_at<Network, I>;
        if constexpr (requires { layer_i::biases(p); }) {
            return layer_i::biases(p);
        } else {
            using reported [[maybe_unused]] =
                detail::report<decltype(mistake::layer_without_biases<mistake::layer_number<I>, layer_i>{})>;
            return p;
        }
    }

    // Not `size`: between this line and a mistake in Network, the compiler's message needs no step more.
    alignas(64) T data_[Network::parameter_count > 0 ? Network::parameter_count : 1] = {};
};

namespace detail {

template <class Network, class T>
inline constexpr bool is_whole_object<parameters<Network, T>> = true;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad
