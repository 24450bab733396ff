/// How a network becomes another that computes the same with fewer layers.
#pragma once

#include <handgrad/layer/checkpoint.hpp>
#include <handgrad/layer/concatenate.hpp>
#include <handgrad/layer/residual.hpp>
#include <handgrad/network/network.hpp>
#include <handgrad/network/parameters.hpp>

#include <algorithm>
#include <cstddef>

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
        std::copy_n(p, from, to);
    }
};

template <class... Steps>
struct steps {};

/// What becomes of a layer by a Rule, which says of the layers of a chain what steps remain:
///     template <class... Layers> using chain = steps<..>
/// A layer by itself is kept; one that is made of others is made of what becomes of them.
template <class Rule, class Layer>
struct folded_layer : kept_layer<Layer> {};

template <template <class...> class Made, class Steps>
struct folded_made;
template <template <class...> class Made, class... Steps>
struct folded_made<Made, steps<Steps...>> {
    using type = Made<typename Steps::type...>;
    static constexpr int from = (Steps::from + ...);
    static constexpr int to = (Steps::type::parameter_count + ...);
    static constexpr int hidden = std::max({Steps::hidden...});
    template <class T>
    static constexpr void convert(const T* p_old, T* p_new) {
        ((Steps::convert(p_old, p_new), p_old += Steps::from, p_new += Steps::type::parameter_count), ...);
    }
};
template <template <class...> class Made, class Rule, class... Layers>
using folded_in_turn = folded_made<Made, typename Rule::template chain<Layers...>>;

template <class Rule, class... Layers>
struct folded_layer<Rule, network<Layers...>> : folded_in_turn<network, Rule, Layers...> {};
template <class Rule, class... Layers>
struct folded_layer<Rule, checkpoint<Layers...>> : folded_in_turn<checkpoint, Rule, Layers...> {};
template <class Rule, class... Layers>
struct folded_layer<Rule, residual<Layers...>> : folded_in_turn<residual, Rule, Layers...> {};
template <class Rule, class... Branches>
struct folded_layer<Rule, add<Branches...>> : folded_made<add, steps<folded_layer<Rule, Branches>...>> {};
template <class Rule, class... Branches>
struct folded_layer<Rule, concatenate<Branches...>>
    : folded_made<concatenate, steps<folded_layer<Rule, Branches>...>> {};
template <class Rule, class... Layers>
struct folded_layer<Rule, projected_residual<Layers...>> {
    using around = folded_in_turn<projected_residual, Rule, Layers...>;
    using type = typename around::type;
    static constexpr int from = projected_residual<Layers...>::parameter_count, hidden = around::hidden;
    template <class T>
    static constexpr void convert(const T* p_old, T* p_new) {
        around::convert(p_old, p_new);
        std::copy_n(p_old + around::from, from - around::from, p_new + around::to);
    }
};

template <class... Layers>
network<Layers...> network_under(const network<Layers...>*);
/// Of a network, or of a type derived from one.
template <class Rule, class Network>
using folded_network = folded_layer<Rule, decltype(network_under(static_cast<const Network*>(nullptr)))>;

// What is wrong with its parameters as a result of type Result, or as one that is returned.

template <class Folded, class T>
using judge_hidden_rows =
    judge_bytes<sizeof(T) * std::size_t{Folded::hidden}, mistake::hidden_row_exceeds_stack>;

template <class Folded, class T, class Result>
using fold_verdict = typename first_mistake<decltype(judge_parameters<Result, typename Folded::type>()),
                                            judge_writable<Result>, judge_number<Result, T>,
                                            judge_hidden_rows<Folded, T>>::type;
template <class Folded, class T>
using returned_fold_verdict = typename first_mistake<
    judge_bytes<sizeof(parameters<typename Folded::type, T>), mistake::parameters_exceed_stack>,
    judge_hidden_rows<Folded, T>>::type;

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
