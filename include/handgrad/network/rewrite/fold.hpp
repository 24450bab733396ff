/// How a network becomes another that computes the same with fewer layers.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/network/network.hpp>
#include <handgrad/network/parameters.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Needed, class Budget>
struct parameters_exceed_stack;
template <std::size_t Needed, std::size_t Budget>
struct parameters_exceed_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(
        Needed <= Budget,
        "parameters of more bytes than HANDGRAD_STACK_BUDGET are not returned: have them written to "
        "some that are static or on the heap, collapse(p, q) or fold_batch_norm(p, q)");
};

template <class Needed, class Budget>
struct hidden_row_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct hidden_row_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "collapse has a row of each hidden layer on the stack: where there is room for more than "
                  "HANDGRAD_STACK_BUDGET bytes, that is to be defined larger, before the first header");
};

} // namespace mistake

namespace detail {

// What becomes of layers is told by steps: the layer `type` that results, and how its parameters are made of
// `from` numbers, with `hidden` numbers on the stack meanwhile.

template <class Layer>
struct kept_layer {
    using type = Layer;
    static constexpr int from = Layer::parameter_count, hidden = 0;
    template <class T>
    static constexpr void convert(const T* p, T* to) {
        copy_n(p, from, to);
    }
};

template <class... Steps>
struct steps {};

/// What becomes of a layer by a Rule, which says of the layers of a chain what steps remain:
///     template <class... Layers> using chain = steps<..>
/// A layer by itself is kept; one that is made of others, and says of what it would be made of other ones
/// (layer/compose/layer_list.hpp), is made of what becomes of them.
template <class Rule, class Layer>
struct folded_layer : kept_layer<Layer> {};

/// The numbers of Layer beyond those of its parts are kept.
template <class Layer, class Steps>
struct folded_made;
template <class Layer, class... Steps>
struct folded_made<Layer, steps<Steps...>> {
    using type = typename Layer::template rebuilt<typename Steps::type...>;
    static constexpr int from = Layer::parameter_count, hidden = largest(Steps::hidden...);
    template <class T>
    static constexpr void convert(const T* p_old, T* p_new) {
        constexpr int others = from - (Steps::from + ...);
        ((Steps::convert(p_old, p_new), p_old += Steps::from, p_new += Steps::type::parameter_count), ...);
        copy_n(p_old, others, p_new);
    }
};

template <class Rule, class Layer, class... Parts>
consteval auto find_steps(parts_list<Parts...>) {
    if constexpr (is_sequence<Layer>)
        return std::type_identity<typename Rule::template chain<Parts...>>{};
    else
        return std::type_identity<steps<folded_layer<Rule, as_layer<Parts>>...>>{};
}

template <class L, class... Parts>
typename L::template rebuilt<Parts...> same_again(parts_list<Parts...>);

template <class L, class Again, class... Scratch>
consteval bool has_same_forward() {
    using row = one_row<L>;
    using function =
        void (*)(typename row::z, typename row::constant_p, discard, typename row::y, Scratch...);
    constexpr function own = &L::template forward<1>, again = &Again::template forward<1>;
    return own == again;
}
/// Whether L is what it would be rebuilt as; or a name for it, which has its forward and learns as much.
template <class L>
consteval bool is_rebuilt() {
    using again = as_layer<decltype(same_again<L>(typename L::parts{}))>;
    if constexpr (std::is_same_v<L, again>)
        return true;
    else if constexpr (!std::is_base_of_v<again, L> || learned_count<L> != learned_count<again>)
        return false;
    else if constexpr (wants_scratch<L>)
        return has_same_forward<L, again, typename scratch_argument<L>::type>();
    else
        return has_same_forward<L, again>();
}
template <class L>
concept rebuildable = requires {
    same_again<L>(typename L::parts{});
}
&&is_rebuilt<L>();

template <class Rule, rebuildable Layer>
struct folded_layer<Rule, Layer>
    : folded_made<Layer, typename decltype(find_steps<Rule, Layer>(typename Layer::parts{}))::type> {};

template <class... Layers>
network<Layers...> network_under(const network<Layers...>*);
/// Of a network, or of a type derived from one.
template <class Rule, class Network>
using folded_network =
    folded_layer<Rule, as_layer<decltype(network_under(static_cast<const Network*>(nullptr)))>>;

// What is wrong with its parameters as a result of type Result, or as one that is returned.

template <class Folded, class T>
using judge_hidden_rows =
    judge_bytes<sizeof(T) * std::size_t{Folded::hidden}, mistake::hidden_row_exceeds_stack>;

template <class Folded, class T, class Result>
using fold_verdict = typename first_mistake<
    decltype(judge_parameters<std::remove_reference_t<Result>, typename Folded::type>()),
    decltype(judge_result_place<Result>()), judge_number<std::remove_reference_t<Result>, T>,
    judge_hidden_rows<Folded, T>>::type;
template <class Folded, class T>
using returned_fold_verdict = typename first_mistake<
    judge_bytes<sizeof(parameters<typename Folded::type, T>), mistake::parameters_exceed_stack>,
    judge_hidden_rows<Folded, T>>::type;

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
