/// What can be wrong with the loss, its targets and the step of a training call.
#pragma once

#include <handgrad/core/push_macros.hpp>

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
struct loss_of_another_signature {
    static_assert(detail::holds<Given>,
                  "a loss is called as running_sum<T> loss(running_sum<T> start, z, target, T weight, g), "
                  "views of const numbers, g a view or `discard`: see loss/concept.hpp");
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

/// `Target` holds one target of `Loss` for every row of X, a batch whose outputs are N numbers.
template <class Target, class X, class Loss, class T, int N>
consteval auto judge_target() {
    using traits = batch_traits<Target>;
    if constexpr (!says_its_targets<Loss, T, N>) {
        return verdict_is<mistake::not_a_loss<Loss>>;
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
        return verdict_is<step_verdict<Step, Gradient, Gradient, State...>>;
    else
        return verdict_is<well_formed>;
}

/// Step is a function of parameters, gradient and state, or a rule; one that is both says what its function
/// does.
template <class Step, class P, class Gradient, class... State>
consteval auto judge_function() {
    if constexpr (!std::is_invocable_v<const Step&, P&, Gradient&, State&...>)
        return unless<optimizer<Step>, mistake::not_a_step<Step>>{};
    else
        return unless<(!optimizer<Step> || says_what_steps<Step>), mistake::elementwise_not_said<Step>>{};
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
