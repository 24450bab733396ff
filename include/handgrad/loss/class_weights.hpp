/// How a loss is told of class weights.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/loss/concept.hpp>
#include <handgrad/simd/select.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// All class weights are 1.
struct equal_classes {};

/// A loss takes class weights if its operator() has one more argument: a view<const T, 1, N> of them, or
/// equal_classes.
template <class L>
concept weightable =
    requires(const L& l, view<const float, 2, 3> z,
             view<const typename L::template target_type<float>, 2, L::template target_cols<3>> target,
             view<float, 2, 3> g, view<const float, 1, 3> weights) {
    l(0.0f, z, target, 1.0f, g, weights);
    l(0.0f, z, target, 1.0f, g, equal_classes{});
};

/// The same, of which g++ does not explain at length why it is false.
template <class L>
inline constexpr bool takes_class_weights = weightable<L>;

/// x times the weight of class y, a finished product.
template <class T, class Weights>
HANDGRAD_INLINE constexpr T weighted(T x, Weights weights, int y) noexcept {
    if constexpr (std::is_same_v<Weights, equal_classes>)
        return x;
    else
        return (simd::scalar_vector<T>(x) * simd::scalar_vector<T>(weights(0, y))).v;
}

/// x times the weights of the columns `lanes`; the only weight, where there is one column.
template <int N, class V, class Lanes, class Weights>
HANDGRAD_INLINE constexpr V weighted_columns(V x, Lanes lanes, Weights weights) noexcept {
    if constexpr (std::is_same_v<Weights, equal_classes>)
        return x;
    else if constexpr (N == 1)
        return x * V(weights(0, 0));
    else
        return x * lanes.load(weights.data());
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
