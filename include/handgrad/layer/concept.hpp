/// What a layer is: a function of a batch, and its vector-Jacobian product.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/discard.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/kernel/epilogue.hpp>

#include <concepts>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

template <class L>
concept has_tape_size = requires {
    { L::template tape_size<1> } -> std::convertible_to<int>;
};
template <class L>
concept says_as_layer = requires {
    typename L::as_layer;
};
template <class L>
consteval auto find_as_layer() {
    if constexpr (has_tape_size<L>)
        return std::type_identity<L>{};
    else if constexpr (says_as_layer<L>)
        return std::type_identity<typename L::as_layer>{};
    else
        return std::type_identity<L>{};
}

/// L, or what it is as a layer: a network shows a user what a user may call, and a layer that is made of
/// layers what it needs of them, its nested type `as_layer`.
template <class L>
using as_layer = typename decltype(find_as_layer<L>())::type;

template <class L>
concept has_inputs = requires {
    { L::inputs } -> std::convertible_to<int>;
};
template <class L>
concept has_outputs = requires {
    { L::outputs } -> std::convertible_to<int>;
};
template <class L>
concept has_parameter_count = requires {
    { L::parameter_count } -> std::convertible_to<int>;
};

} // namespace detail

/// Whether forward and vjp take one more argument: view<T, 1, scratch_size<B>> scratch.
template <class L>
concept wants_scratch = requires {
    { L::template scratch_size<1> } -> std::convertible_to<int>;
};

namespace detail {

/// The types of the arguments, for one row.
template <class L>
struct one_row {
    using z = view<const float, 1, L::inputs>;
    using g_in = view<float, 1, L::inputs>;
    using constant_y = view<const float, 1, L::outputs>;
    using y = view<float, 1, L::outputs>;
    using constant_p = view<const float, 1, L::parameter_count>;
    using p = view<float, 1, L::parameter_count>;
    using constant_tape = view<const float, 1, L::template tape_size<1>>;
    using tape = view<float, 1, L::template tape_size<1>>;
};

template <class L, class... Scratch>
concept forward_with = requires(typename one_row<L>::z z, typename one_row<L>::constant_p p,
                                typename one_row<L>::tape tape, typename one_row<L>::y y,
                                Scratch... scratch) {
    L::template forward<1>(z, p, tape, y, scratch...);
};
template <class L, class... Scratch>
concept vjp_with = requires(typename one_row<L>::z z, typename one_row<L>::constant_y y,
                            typename one_row<L>::constant_p p, typename one_row<L>::constant_tape tape,
                            typename one_row<L>::y g, typename one_row<L>::g_in g_in,
                            typename one_row<L>::p dp, Scratch... scratch) {
    L::template vjp<1, write::overwrite>(z, y, p, tape, g, g_in, dp, scratch...);
    L::template vjp<1, write::accumulate>(z, y, p, tape, g, discard{}, dp, scratch...);
};

template <class L>
struct scratch_argument {
    using type = view<float, 1, L::template scratch_size<1>>;
};

template <class L>
concept has_forward = (wants_scratch<L> && forward_with<L, typename scratch_argument<L>::type>) ||
                      (!wants_scratch<L> && forward_with<L>);
template <class L>
concept has_vjp = (wants_scratch<L> && vjp_with<L, typename scratch_argument<L>::type>) ||
                  (!wants_scratch<L> && vjp_with<L>);
template <class L>
concept has_initialize = requires(view<float, 1, L::parameter_count> p, rng r) {
    L::initialize(p, r);
};

template <class L>
concept offers_all = has_inputs<L> && has_outputs<L> && has_parameter_count<L> && has_tape_size<L> &&
    has_forward<L> && has_vjp<L> && has_initialize<L>;

} // namespace detail

/// A layer is a type without data. It has no base class; it offers, as static members,
///
///     int inputs, outputs             widths of a row before and after it
///     int parameter_count             numbers that it learns, one flat block
///     template <int B> int tape_size  numbers that its backward pass wants from its forward pass of B rows
///                                     besides z and y (does not fall as B grows)
///
///     template <int B> void forward(z, p, tape, y)
///         y = f(z, p), row by row: a row's result must not depend on the rows beside it.
///         z: view<const T, B, inputs>   p: view<const T, 1, parameter_count>   y: view<T, B, outputs>
///         tape: view<T, 1, tape_size<B>>, or `discard` when no backward pass follows
///
///     template <int B, write W> void vjp(z, y, p, tape, g, g_in, dp)
///         The vector-Jacobian product: from g = dl/dy, g_in = dl/dz and dp = dl/dp.
///         z, y, p, tape as in forward (all const); g: view<T, B, outputs>, which it may destroy;
///         g_in: view<T, B, inputs>, overwritten, or `discard` if nobody wants it;
///         dp: view<T, 1, parameter_count>, which W says to overwrite or to accumulate to. Each element of dp
///         is one chain of additions over the rows in order, so that a batch may be cut anywhere and give the
///         same bits: begin it with start<W>(dp(0, i)).
///
///     void initialize(p, rng&)        p: view<T, 1, parameter_count>
///
/// A layer that looks from step to step of a sequence is a template of `extent B` (core/extent.hpp) in place
/// of `int B`; sequences are then what rows are here.
///
/// All must be constexpr for the layer to work in constant expressions, and take any T (with hg::fma, not
/// std::fma) for jvp and hessian_vector_product, where T is a dual. What else a layer may offer is in
/// layer/options.hpp. testing/layer_laws.hpp proves a layer: its vjp against differences, its batches against
/// its rows. (After "the layer as vector-Jacobian product", CMU Deep Learning Systems, lecture 3.)
template <class L>
concept layer = detail::offers_all<detail::as_layer<L>>;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
