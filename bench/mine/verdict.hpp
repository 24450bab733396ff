/// What bench/mine.cpp can compare, and the sentence that says what it cannot.
#pragma once

#include "../peers/activations.hpp"

#include <type_traits>

namespace bench {

/// The layers of networks within networks, in one.
template <class... Net>
struct joined;
template <class... L>
struct joined<hg::network<L...>> {
    using type = hg::network<L...>;
};
template <class... A, class... B, class... Rest>
struct joined<hg::network<A...>, hg::network<B...>, Rest...> : joined<hg::network<A..., B...>, Rest...> {};

template <class L>
struct flattened {
    using type = hg::network<L>;
};
template <class... L>
struct flattened<hg::network<L...>> : joined<typename flattened<L>::type...> {};

template <class Net>
using flat = typename flattened<Net>::type;

template <class L>
inline constexpr bool is_dense = false;
template <int In, int Out, class Sigma, class Bias>
inline constexpr bool is_dense<hg::dense<In, Out, Sigma, Bias>> = true;

template <class L>
inline constexpr bool has_formula = true;
template <int In, int Out, class Sigma, class Bias>
inline constexpr bool has_formula<hg::dense<In, Out, Sigma, Bias>> = requires {
    formula<Sigma>::reads_once;
};

template <class Net>
inline constexpr bool all_dense = false;
template <class... L>
inline constexpr bool all_dense<hg::network<L...>> = (is_dense<L> && ...);
template <class Net>
inline constexpr bool all_have_formulas = false;
template <class... L>
inline constexpr bool all_have_formulas<hg::network<L...>> = (has_formula<L> && ...);

template <class Loss>
consteval bool known_loss(const Loss& loss) {
    if constexpr (std::is_same_v<Loss, hg::softmax_cross_entropy>)
        return loss.reduction == hg::reduction::mean && loss.label_smoothing == 0 && !loss.ignore_index;
    else if constexpr (std::is_same_v<Loss, hg::binary_cross_entropy_with_logits>)
        return loss.reduction == hg::reduction::mean && loss.pos_weight == 1;
    else if constexpr (std::is_same_v<Loss, hg::mean_squared_error> ||
                       std::is_same_v<Loss, hg::mean_absolute_error> || std::is_same_v<Loss, hg::huber>)
        return loss.reduction == hg::reduction::mean;
    else
        return false;
}

template <class Rule>
inline constexpr bool known_rule = std::is_same_v<Rule, hg::sgd> || std::is_same_v<Rule, hg::momentum> ||
                                   std::is_same_v<Rule, hg::adam> || std::is_same_v<Rule, hg::adamw>;

/// Whether what was chosen can be compared; else the first reason why not, which does not compile.
template <class Chosen>
consteval bool can_be_compared() {
    using net = typename Chosen::net;
    using rule = std::remove_cv_t<decltype(Chosen::optimizer)>;
    constexpr bool net_is_known = all_dense<flat<net>>, activations_are = all_have_formulas<flat<net>>;
    constexpr bool loss_is = known_loss(Chosen::loss), rule_is = known_rule<rule>;
    static_assert(net_is_known, "mine: only dense layers can be compared, so each layer of the network must "
                                "be an hg::dense, or a network of them");
    static_assert(!net_is_known || activations_are,
                  "mine: the peers know the library's own activations only, and a layer has another");
    static_assert(!net_is_known || !activations_are || Chosen::batch > 0,
                  "mine: a batch has at least one row");
    static_assert(
        !net_is_known || !activations_are || loss_is,
        "mine: the peers know the mean softmax_cross_entropy, binary_cross_entropy_with_logits, "
        "mean_squared_error, mean_absolute_error and huber, without other settings than huber's delta");
    static_assert(!net_is_known || !activations_are || !loss_is || rule_is,
                  "mine: the peers know the optimizers sgd, momentum, adam and adamw");
    return net_is_known && activations_are && Chosen::batch > 0 && loss_is && rule_is;
}

} // namespace bench
