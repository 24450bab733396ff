/// A number by which networks are told apart where their types are not there to do it.
#pragma once

#include <handgrad/core/parameter_block.hpp>
#include <handgrad/layer/compose/layer_list.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The name of a type or of its template, without the namespaces before it and the arguments after it: all
/// that compilers write alike.
template <class Type>
consteval std::string_view plain_name() {
    std::string_view text = __PRETTY_FUNCTION__;
    text.remove_prefix(text.find("Type = ") + 7);
    text = text.substr(0, text.find_first_of("<;]"));
    return text.substr(text.find_last_of(':') + 1);
}

/// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), of bytes and of numbers.
class hash {
public:
    consteval void add(std::string_view text) {
        for (const char c : text) add_byte(static_cast<unsigned char>(c));
        add_byte(0);
    }
    consteval void add(std::uint64_t number) {
        for (int i = 0; i < 8; ++i) add_byte(static_cast<unsigned char>(number >> 8 * i & 0xff));
    }
    consteval std::uint64_t value() const { return value_; }

private:
    consteval void add_byte(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3u; }

    std::uint64_t value_ = 0xcbf29ce484222325u;
};

template <class L>
concept has_activation = requires {
    typename L::activation_type;
};

template <class L>
consteval std::uint64_t find_fingerprint();
template <class... Layers>
consteval void add_parts(hash& sum, parts_list<Layers...>) {
    (sum.add(find_fingerprint<Layers>()), ...);
}

/// Of a layer: its name, widths and number of parameters, the name of its activation if it says one (option
/// `using activation_type`), and the same of each layer that it is made of.
template <class L>
consteval std::uint64_t find_fingerprint() {
    using layer = as_layer<L>;
    hash sum;
    sum.add(plain_name<layer>());
    sum.add(static_cast<std::uint64_t>(layer::inputs));
    sum.add(static_cast<std::uint64_t>(layer::outputs));
    sum.add(static_cast<std::uint64_t>(layer::parameter_count));
    if constexpr (has_activation<layer>) sum.add(plain_name<typename layer::activation_type>());
    if constexpr (requires { typename layer::parts; }) add_parts(sum, typename layer::parts{});
    return sum.value();
}

} // namespace detail

/// Of a network: 64 bits made of the names, widths and activations of its layers, the same for every
/// compiler, instruction set and option. Numbers among a layer's arguments that leave its parameters what
/// they are, such as the rate of dropout, do not change it.
template <class Network>
inline constexpr std::uint64_t fingerprint = detail::find_fingerprint<Network>();

namespace detail {

template <class Layer, class T, std::size_t... I>
consteval auto block_for(std::index_sequence<I...>) -> std::type_identity<
    parameter_block<T, Layer::parameter_count, fingerprint<Layer>, learned_parameters<Layer>[I]...>>;
/// The parameters of a network, which is given as a layer.
template <class Layer, class T>
using block_of = typename decltype(block_for<Layer, T>(
    std::make_index_sequence<learned_parameters<Layer>.size()>{}))::type;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad
