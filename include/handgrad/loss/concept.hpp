/// What a loss is.
#pragma once

#include <handgrad/core/discard.hpp>
#include <handgrad/core/view.hpp>

#include <concepts>

namespace handgrad::inline HANDGRAD_ISA {

namespace detail {

template <class L, class T, class Gradient>
concept loss_on =
    requires(const L& l, view<const T, 2, 3> z,
             view<const typename L::template target_type<T>, 2, L::template target_cols<3>> target, T weight,
             Gradient g) {
    { l(T{}, z, target, weight, g) } -> std::same_as<T>;
};

} // namespace detail

/// A loss l compares each row z_r of a batch (B, N) of network outputs with a target. It is a small aggregate
/// that offers
///     template <class T> using target_type    what a target is made of (int labels, or T)
///     template <int N> int target_cols         how many of them a row has
///     T operator()(T start, view<const T, B, N> z, view<const target_type<T>, B, target_cols<N>> target,
///                  T weight, G g) const
/// which returns start + l_0 + l_1 + ... (one chain of sums, rows in order, so that a batch may be cut
/// anywhere and give the same bits) and writes g(r, c) = weight * d l_r / d z(r, c) into the view<T, B, N> g,
/// or nowhere if g is `discard`. The mean over M rows is the caller's: weight = 1 / M, and the sum times 1 /
/// M.
template <class L>
concept loss = detail::loss_on<L, float, view<float, 2, 3>> && detail::loss_on<L, float, discard> &&
    detail::loss_on<L, double, view<double, 2, 3>> && detail::loss_on<L, double, discard>;

} // namespace handgrad::inline HANDGRAD_ISA
