/// What can be wrong with the loss, its targets and the step of a training call.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/outputs_are.hpp>
#include <handgrad/loss/concept.hpp>
#include <handgrad/network/batch_verdict.hpp>
#include <handgrad/optimizer/concept.hpp>

#include <concepts>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <int Rows>
struct target_rows {};
template <int Columns>
struct target_columns {};
template <int Classes>
struct class_weights {};

template <class Given>
struct not_a_loss {
    static_assert(detail::holds<Given>, "the first argument must be a loss, such as "
                                        "softmax_cross_entropy{}: see loss/concept.hpp");
};

template <class Given>
struct loss_lacks_target_type {
    static_assert(detail::holds<Given>, "this loss lacks a public `template <class T> using target_type`: "
                                        "what a target is made of, int labels, or T");
};

template <class Given>
struct loss_lacks_target_cols {
    static_assert(detail::holds<Given>,
                  "this loss lacks a public `template <int N> static constexpr int target_cols`: how many "
                  "numbers a target has for a row of N outputs");
};

template <class Given>
struct loss_of_another_signature {
    static_assert(detail::holds<Given>,
                  "a loss is called as running_sum<T> loss(running_sum<T> start, z, target, T weight, g), "
                  "views of const numbers, g a view or `discard`: see loss/concept.hpp");
};

template <class Loss, class Network>
struct softmax_twice {
    static_assert(detail::holds<Loss>, "this loss applies softmax itself: the network must end before it, so "
                                       "that its outputs are logits");
};

template <class Loss, class Network>
struct sigmoid_twice {
    static_assert(detail::holds<Loss>,
                  "this loss applies sigmoid itself: the network must end without it, with the logits");
};

template <class Loss, class Network>
struct not_logarithms {
    static_assert(detail::holds<Loss>, "this loss takes logarithms of probabilities: the network must end "
                                       "with log_softmax, or be trained with softmax_cross_entropy");
};

template <class Loss, class Network>
struct one_class;
template <class Loss, int Outputs>
struct one_class<Loss, outputs<Outputs>> {
    static_assert(Outputs > 1, "the softmax of one output is 1, whatever it is: two classes are two outputs, "
                               "or one with binary_cross_entropy_with_logits");
};

template <class Given>
struct not_a_target {
    static_assert(detail::holds<Given>, "targets are a matrix, a view or rows of numbers, or, if they are "
                                        "single numbers, an array or a span");
};

template <class Weights, class Network>
struct class_weights_mismatch;
template <int Wants, int Has>
struct class_weights_mismatch<class_weights<Has>, outputs<Wants>> {
    static_assert(Has == Wants, "a loss must have one class weight for each output of the network");
};

template <class Target, class Loss>
struct target_width_mismatch;
template <int Wants, int Has>
struct target_width_mismatch<target_columns<Has>, expects<Wants>> {
    static_assert(Has == Wants, "a target must have as many numbers in a row as the loss expects");
};

template <class Batch, class Target>
struct target_rows_mismatch;
template <int Wants, int Has>
struct target_rows_mismatch<batch_rows<Wants>, target_rows<Has>> {
    static_assert(Has == Wants, "there must be as many targets as the batch has rows");
};

template <class Target, class Loss>
struct target_element_mismatch;
template <class Has, class Wants>
struct target_element_mismatch<has<Has>, wants<Wants>> {
    static_assert(std::is_same_v<Has, Wants>,
                  "the numbers of a target must have the type that the loss expects: int for labels, "
                  "else that of the parameters");
};

template <class Given>
struct optimizer_lacks_states {
    static_assert(detail::holds<Given>, "this optimizer lacks a public `static constexpr int states`: how "
                                        "many numbers of state it keeps for each parameter");
};

template <class Given>
struct update_of_another_signature {
    static constexpr bool is_trivial = std::is_trivially_copyable_v<Given>;
    static_assert(is_trivial, "an optimizer is a small aggregate of numbers, trivially copyable");
    static_assert(!is_trivial || detail::holds<Given>,
                  "an optimizer is called as update(V& p, V g, V&... state), a const function template for "
                  "any vector V, with as many V& as it says in `states`");
};

template <class Given>
struct not_a_step {
    static_assert(detail::holds<Given>,
                  "the second argument must be an optimizer, or a function, that can be called as "
                  "step(p, gradient), or as step(p, gradient, state) if a state is passed");
};

} // namespace mistake

namespace detail {

template <class Loss, class T, int N>
concept says_its_targets = requires {
    typename Loss::template target_type<T>;
    typename std::integral_constant<int, Loss::template target_cols<N>>;
};
template <class Loss, class T>
concept says_target_type = requires {
    typename Loss::template target_type<T>;
};
template <class Loss, int N>
concept says_target_cols = requires {
    typename std::integral_constant<int, Loss::template target_cols<N>>;
};
template <class Loss, class T, int N>
consteval auto judge_loss_members() {
    if constexpr (says_target_type<Loss, T>)
        return verdict_is<mistake::loss_lacks_target_cols<Loss>>;
    else if constexpr (says_target_cols<Loss, N>)
        return verdict_is<mistake::loss_lacks_target_type<Loss>>;
    else
        return verdict_is<mistake::not_a_loss<Loss>>;
}

template <class Loss, class T, int N>
concept loss_of_outputs = says_its_targets<Loss, T, N> &&
    requires(const Loss& loss, T number, view<const T, 1, N> z, view<T, 1, N> g,
             view<const typename Loss::template target_type<T>, 1, Loss::template target_cols<N>> target) {
    { loss(running_sum<T>{}, z, target, number, g) } -> std::same_as<running_sum<T>>;
};

/// The number of outputs that a loss is for: its `classes`, if it has weights for them, else any.
template <class Loss, int N>
inline constexpr int classes_of = N;
template <class Loss, int N>
    requires requires { typename std::integral_constant<int, Loss::classes>; }
inline constexpr int classes_of<Loss, N> = Loss::classes;

template <class L>
concept says_results = requires {
    { L::results } -> std::convertible_to<outputs_are>;
};
template <class L>
concept says_activation = requires {
    typename L::activation_type;
};
template <class L>
concept ends_in_a_layer = requires {
    requires L::in_sequence;
    typename L::template layer_type<L::depth>;
};

/// What the outputs of a layer are, as it says itself, its activation or the last layer that it is made of.
template <class L>
consteval outputs_are find_results() {
    using layer = as_layer<L>;
    if constexpr (says_results<layer>)
        return layer::results;
    else if constexpr (ends_in_a_layer<layer>)
        return find_results<typename layer::template layer_type<layer::depth>>();
    else if constexpr (says_activation<layer>) {
        if constexpr (says_results<typename layer::activation_type>) return layer::activation_type::results;
    }
    return outputs_are::anything;
}

template <class Loss>
concept says_what_it_takes = requires {
    { Loss::takes } -> std::convertible_to<outputs_as>;
};
template <class Loss>
concept weighs_another_loss = requires {
    typename Loss::weighted;
};
template <class Loss>
consteval outputs_as find_takes() {
    if constexpr (says_what_it_takes<Loss>)
        return Loss::takes;
    else if constexpr (weighs_another_loss<Loss>)
        return find_takes<typename Loss::weighted>();
    else
        return outputs_as::anything;
}

/// The outputs are not what the loss makes of them itself.
template <class Network, class Loss>
consteval auto judge_outputs() {
    constexpr outputs_as wanted = find_takes<Loss>();
    constexpr bool of_classes = wanted == outputs_as::logits_of_classes || wanted == outputs_as::logarithms;
    if constexpr (wanted == outputs_as::anything) {
        return verdict_is<well_formed>;
    } else if constexpr (of_classes && Network::outputs == 1) {
        return verdict_is<mistake::one_class<Loss, mistake::outputs<Network::outputs>>>;
    } else {
        constexpr outputs_are found = find_results<Network>();
        if constexpr (wanted == outputs_as::logits_of_classes && found == outputs_are::probabilities)
            return verdict_is<mistake::softmax_twice<Loss, mistake::outputs<Network::outputs>>>;
        else if constexpr (wanted == outputs_as::logits && found == outputs_are::sigmoids)
            return verdict_is<mistake::sigmoid_twice<Loss, mistake::outputs<Network::outputs>>>;
        else if constexpr (wanted == outputs_as::logarithms && found != outputs_are::anything)
            return verdict_is<mistake::not_logarithms<Loss, mistake::outputs<Network::outputs>>>;
        else
            return verdict_is<well_formed>;
    }
}

/// `Target` holds one target of `Loss` for every row of X, a batch whose outputs are N numbers.
template <class Target, class X, class Loss, class T, int N>
consteval auto judge_target() {
    using traits = batch_traits<Target>;
    if constexpr (!says_its_targets<Loss, T, N>) {
        return judge_loss_members<Loss, T, N>();
    } else if constexpr (!loss_of_outputs<Loss, T, N>) {
        return verdict_is<mistake::loss_of_another_signature<Loss>>;
    } else if constexpr (classes_of<Loss, N> != N) {
        return verdict_is<mistake::class_weights_mismatch<mistake::class_weights<classes_of<Loss, N>>,
                                                          mistake::outputs<N>>>;
    } else if constexpr (!traits::valid) {
        return verdict_is<mistake::not_a_target<Target>>;
    } else if constexpr (traits::cols != Loss::template target_cols<N>) {
        return verdict_is<mistake::target_width_mismatch<mistake::target_columns<traits::cols>,
                                                         mistake::expects<Loss::template target_cols<N>>>>;
    } else if constexpr (!rows_agree<X, Target>) {
        return verdict_is<mistake::target_rows_mismatch<mistake::batch_rows<batch_traits<X>::rows>,
                                                        mistake::target_rows<traits::rows>>>;
    } else {
        using wanted = typename Loss::template target_type<T>;
        return unless<std::is_same_v<typename traits::value_type, wanted>,
                      mistake::target_element_mismatch<mistake::has<typename traits::value_type>,
                                                       mistake::wants<wanted>>>{};
    }
}

/// An optimizer tells what it wants.
template <class Step, class Gradient, class... State>
consteval auto judge_optimizer() {
    if constexpr (requires { Step::states; })
        return verdict_is<apply_verdict<Step, Gradient&, Gradient, State&...>>;
    else
        return verdict_is<well_formed>;
}

// As of a layer's members (layer/verdict.hpp).
struct named_update {
    int update;
};
template <class Step>
struct update_named_twice : Step, named_update {};
template <class Step>
concept has_an_update = std::is_class_v<Step> && !std::is_final_v<Step> && !requires {
    &update_named_twice<Step>::update;
};
template <class Step>
concept says_states = requires {
    { Step::states } -> std::convertible_to<int>;
};

/// What a step is that is none.
template <class Step>
consteval auto judge_no_step() {
    if constexpr (!has_an_update<Step>)
        return verdict_is<mistake::not_a_step<Step>>;
    else if constexpr (!says_states<Step>)
        return verdict_is<mistake::optimizer_lacks_states<Step>>;
    else
        return verdict_is<mistake::update_of_another_signature<Step>>;
}

/// Step is a function of parameters, gradient and state, or a rule; one that is both says what its function
/// does.
template <class Step, class P, class Gradient, class... State>
consteval auto judge_function() {
    if constexpr (optimizer<Step> && !std::is_invocable_v<const Step&, P&, Gradient&, State&...>)
        return verdict_is<well_formed>;
    else if constexpr (!std::is_invocable_v<const Step&, P&, Gradient&, State&...>)
        return judge_no_step<Step>();
    else
        return unless<(!optimizer<Step> || says_what_steps<Step>), mistake::elementwise_not_said<Step>>{};
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
