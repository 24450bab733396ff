/// What can be wrong with the arguments of a layer that normalizes, each with its own sentence.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/verdict.hpp>
#include <handgrad/layer/dense_verdict.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// Whether Ratio is a std::ratio, or such a type of one's own.
template <class Ratio>
inline constexpr bool is_ratio = requires {
    std::bool_constant<(Ratio::num < Ratio::den)>{};
};
template <class Ratio>
consteval bool is_positive_ratio() {
    if constexpr (is_ratio<Ratio>)
        return Ratio::num > 0;
    else
        return false;
}
template <class Ratio>
consteval bool is_ratio_from_0_to_1() {
    if constexpr (is_ratio<Ratio>)
        return 0 <= Ratio::num && Ratio::num <= Ratio::den;
    else
        return false;
}

} // namespace detail

namespace mistake {

template <class Layer, class Epsilon>
struct not_an_epsilon {
    static constexpr bool is_positive = detail::is_positive_ratio<Epsilon>();
    static_assert(is_positive, "the epsilon of layer_norm and batch_norm is a std::ratio above 0");
};

template <class Layer, class Momentum>
struct not_a_running_momentum {
    static constexpr bool is_share = detail::is_ratio_from_0_to_1<Momentum>();
    static_assert(is_share,
                  "the momentum of batch_norm, by which the running mean and variance move towards a "
                  "batch's, is a std::ratio from 0 to 1");
};

} // namespace mistake

namespace detail {

template <class Layer, class Epsilon>
using layer_norm_verdict =
    std::conditional_t<is_positive_ratio<Epsilon>(), well_formed, mistake::not_an_epsilon<Layer, Epsilon>>;

template <class Layer, class Activation, class Momentum, class Epsilon>
consteval auto judge_batch_norm() {
    using of_activation = dense_verdict<Layer, Activation, bias>;
    if constexpr (!is_well_formed<of_activation>)
        return verdict_is<of_activation>;
    else if constexpr (!is_ratio_from_0_to_1<Momentum>())
        return verdict_is<mistake::not_a_running_momentum<Layer, Momentum>>;
    else
        return verdict_is<layer_norm_verdict<Layer, Epsilon>>;
}
template <class Layer, class Activation, class Momentum, class Epsilon>
using batch_norm_verdict = typename decltype(judge_batch_norm<Layer, Activation, Momentum, Epsilon>())::type;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
