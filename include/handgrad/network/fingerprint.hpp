/// A number by which networks are told apart where their types are not there to do it.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/hash.hpp>
#include <handgrad/core/parameter_block.hpp>
#include <handgrad/layer/compose/layer_list.hpp>
#include <handgrad/layer/verdict.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// What the compiler writes for a type.
template <class Type>
consteval std::string_view written_name() {
    std::string_view text = __PRETTY_FUNCTION__;
    text.remove_prefix(text.find("Type = ") + 7);
    const std::size_t others = text.rfind("; std::string_view"); // g++ says what that is, too
    return text.substr(0, others == text.npos ? text.rfind(']') : others);
}

/// Adds what all compilers write alike: the last word, and of what a user names of the library the namespaces
/// before it; neither the arguments after it nor the namespace of the instruction set.
consteval void add_name(hash& sum, std::string_view text) {
    std::size_t end = text.size();
    for (int depth = 0; end > 0 && (depth > 0 || text[end - 1] == '>'); --end)
        depth += text[end - 1] == '>' ? 1 : text[end - 1] == '<' ? -1 : 0;
    text = text.substr(0, end);
    const std::size_t colon = text.rfind(':');
    if (text.starts_with("handgrad::") && text.find('<') == text.npos && text.find("detail::") == text.npos) {
        for (std::string_view path = text.substr(0, colon + 1); !path.empty();) {
            const std::string_view word = path.substr(0, path.find(':'));
            if (!word.starts_with("isa_")) sum.add(word);
            path.remove_prefix(word.size() + 2);
        }
    }
    sum.add(text.substr(colon == text.npos ? 0 : colon + 1));
}

template <class L>
concept has_activation = requires {
    typename L::activation_type;
};
/// Option `using wrapped = ..` of a layer around another.
template <class L>
concept wraps_layer = requires {
    typename L::wrapped;
};

template <class L>
consteval std::uint64_t find_fingerprint();
template <class... Layers>
consteval void add_parts(hash& sum, parts_list<Layers...>) {
    (sum.add(find_fingerprint<Layers>()), ...);
}

/// Of a layer: its name, widths and number of parameters, the picture that it expects and the name of its
/// activation, if it says these (options `using input_shape`, `using activation_type`), where its tensors
/// begin if it has a memory, and the same of each layer that it is made of.
template <class L>
consteval std::uint64_t find_fingerprint() {
    using layer = as_layer<L>;
    hash sum;
    add_name(sum, written_name<layer>());
    sum.add(static_cast<std::uint64_t>(layer::inputs));
    sum.add(static_cast<std::uint64_t>(layer::outputs));
    sum.add(static_cast<std::uint64_t>(layer::parameter_count));
    if constexpr (says_input_shape<layer>) {
        sum.add(static_cast<std::uint64_t>(layer::input_shape::height));
        sum.add(static_cast<std::uint64_t>(layer::input_shape::width));
    }
    if constexpr (has_activation<layer>) add_name(sum, written_name<typename layer::activation_type>());
    // Which of its biases and initial states a layer with a memory has.
    if constexpr (has_memory<layer> && requires { layer::tensors; })
        for (const auto& tensor : layer::tensors) {
            sum.add(static_cast<std::uint64_t>(tensor.first));
            sum.add(std::string_view(tensor.gates.order));
        }
    if constexpr (wraps_layer<layer>) sum.add(find_fingerprint<typename layer::wrapped>());
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

#include <handgrad/core/pop_macros.hpp>
