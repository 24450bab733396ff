/// A network as a table: its layers, what it computes, and the bytes it takes.
#pragma once

#include <handgrad/core/push_macros.hpp>

// First, so that the compiler's message about a mistake need not say by which headers it comes here.
#include <handgrad/layer/verdict.hpp>

#include <handgrad/frozen/frozen.hpp>
#include <handgrad/io/spelling.hpp>
#include <handgrad/io/text_table.hpp>
#include <handgrad/network/network.hpp>
#include <handgrad/network/workspace.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io::detail {

using handgrad::detail::as_layer, handgrad::detail::chain, handgrad::detail::parts_list,
    handgrad::detail::picture_after, handgrad::detail::picture_before, handgrad::detail::wraps_layer;

/// Number, output, parameters, those that are not learned, multiply-adds, type.
using layer_table = text_table<6, alignment::left>;

template <class L>
concept made_of_layers = requires {
    typename as_layer<L>::parts;
};
template <class L>
inline constexpr bool is_chain = false;
template <class... Layers>
inline constexpr bool is_chain<chain<Layers...>> = true;
template <class L>
concept has_parts_in_sequence = requires {
    requires as_layer<L>::in_sequence;
};

/// Of a layer that is made of layers, which are told one by one, the name alone.
template <class L>
std::string spell_layer() {
    std::string text = spelling<L>();
    if constexpr (made_of_layers<L>) {
        text = text.substr(0, text.find('<'));
        if constexpr (wraps_layer<as_layer<L>>)
            text += "<" + spell_layer<typename as_layer<L>::wrapped>() + ">";
    }
    return text;
}

/// "8x8x16", or how many numbers.
template <class L, class Picture>
std::string spell_output() {
    if constexpr (std::is_void_v<Picture>)
        return with_commas(as_layer<L>::outputs);
    else
        return std::to_string(Picture::height) + "x" + std::to_string(Picture::width) + "x" +
               std::to_string(Picture::channels);
}

inline std::string count_or_none(long long n) { return n == 0 ? "-" : with_commas(n); }

/// Puts layers into a table, and after each one those that it is made of, whose numbers go on from its own.
struct layers_in_table {
    layer_table table;

    /// The layers of a list, one after the other or side by side; none of them is learned if Fixed.
    template <bool Fixed, bool InSequence, class Before, class First, class... Rest>
    void add(parts_list<First, Rest...>, const std::string& prefix, int depth, int& count) {
        using layer = as_layer<First>;
        if constexpr (is_chain<layer> && std::is_same_v<layer, First>) // not a network of the user's
            add<Fixed, true, Before>(typename layer::parts{}, prefix, depth, count);
        else
            add_layer<Fixed, First, Before>(prefix + std::to_string(++count), depth);
        if constexpr (sizeof...(Rest) > 0)
            add<Fixed, InSequence, std::conditional_t<InSequence, picture_after<layer, Before>, Before>>(
                parts_list<Rest...>{}, prefix, depth, count);
    }

private:
    template <bool Fixed, class L, class Before>
    void add_layer(const std::string& number, int depth) {
        using layer = as_layer<L>;
        constexpr int learned = Fixed ? 0 : learned_count<L>;
        table.add({number, spell_output<L, picture_after<layer, Before>>(),
                   count_or_none(layer::parameter_count), count_or_none(layer::parameter_count - learned),
                   count_or_none(flops_of<L> / 2),
                   std::string(2 * static_cast<std::size_t>(depth), ' ') + spell_layer<L>()});
        if constexpr (made_of_layers<L>) {
            int count = 0;
            add<learned == 0, has_parts_in_sequence<layer>, Before>(typename layer::parts{}, number + ".",
                                                                    depth + 1, count);
        }
    }
};

template <class Network>
std::string table_of_layers() {
    layers_in_table all;
    all.table.add({"layer", "output", "parameters", "not learned", "multiply-adds", "type"});
    int count = 0;
    using network_layer = as_layer<Network>;
    all.template add<false, true, picture_before<network_layer>>(typename network_layer::parts{}, "", 0,
                                                                 count);
    return all.table.text();
}

/// What the network takes, in numbers and in bytes.
template <class Network>
std::string table_of_sizes() {
    constexpr bool stack_is_enough = sizeof(inference_buffers<Network, 1, float>) <= HANDGRAD_STACK_BUDGET;
    constexpr std::size_t in_workspace = stack_is_enough ? 0 : sizeof(inference_buffers<Network, 1, float>);
    const std::string how = stack_is_enough ? "" : " in a workspace";
    text_table<2, alignment::right> table;
    const auto add = [&](std::string what, std::size_t n) {
        table.add({std::move(what), with_commas(static_cast<long long>(n))});
    };
    add("parameters", std::size_t{Network::parameter_count});
    add("  of them learned", std::size_t{Network::learned_count});
    add("multiply-adds, one row", static_cast<std::size_t>(flops_of<Network> / 2));
    add("bytes of parameters", sizeof(parameters<Network>));
    add("bytes of workspace<1>", sizeof(workspace<Network, 1>));
    add("bytes of workspace<32>", sizeof(workspace<Network, 32>));
    add("stack of forward, one row" + how, Network::template forward_stack_bytes<1>);
    add("stack of predict" + how, Network::template predict_stack_bytes<> - in_workspace);
    add("stack of train_step, workspace<32>", Network::template train_stack_bytes<32>);
    add("bytes frozen, float", sizeof(frozen<Network, float>));
    add("bytes frozen, bfloat16", sizeof(frozen<Network, bfloat16>));
    add("bytes frozen, std::int8_t", sizeof(frozen<Network, std::int8_t>));
    return table.text();
}

} // namespace io::detail

/// A table for people to read: of each layer the output, "8x8x16" if it is a picture; the parameters, and how
/// many of them no optimizer changes; the multiply-adds of a row, in the layers that state their flops; and
/// the type, without arguments that are defaults (io/spelling.hpp). A layer that is made of layers has theirs
/// below it, which are part of its own numbers. Then the sums, and the bytes of all that a network is used
/// with, for floats: of objects, and of stack (network/stack.hpp). No such object is made.
///
///     std::puts(hg::describe<net>().c_str());
///
/// Bytes of stack and of frozen networks depend on the instruction set; all else is the same everywhere.
template <class Network>
std::string describe() {
    using verdict = handgrad::detail::own_verdict<Network>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
        return {};
    } else if constexpr (!requires { typename Network::template workspace<1>; }) {
        static_assert(handgrad::detail::holds<Network>,
                      "describe<Net>() is for a network: of one layer, describe<network<layer>>()");
        return {};
    } else {
        return io::detail::table_of_layers<Network>() + "\n" + io::detail::table_of_sizes<Network>();
    }
}

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
