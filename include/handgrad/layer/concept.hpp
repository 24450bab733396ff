/// What a layer is: a function of a batch, and its vector-Jacobian product.
#pragma once

#include <handgrad/core/discard.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/kernel/epilogue.hpp>

#include <concepts>

namespace handgrad::inline HANDGRAD_ISA {

/// A layer is a type without data. It has no base class; it offers, as static members,
///
///     int inputs, outputs             widths of a row before and after it
///     int parameter_count             numbers that it learns, one flat block
///     template <int B> int tape_size  numbers that its backward pass wants from its forward pass of B rows,
///     besides
///                                     z and y (does not fall as B grows)
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
///     void initialise(p, rng&)        p: view<T, 1, parameter_count>
///
/// and may offer `long flops`, the operations of one row's forward pass. All must be constexpr for the layer
/// to work in constant expressions. testing/layer_laws.hpp proves a layer: its vjp against differences, its
/// batches against its rows. (After "the layer as vector-Jacobian product", CMU Deep Learning Systems,
/// lecture 3.)
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
template <class L>
concept has_tape_size = requires {
    { L::template tape_size<1> } -> std::convertible_to<int>;
};
template <class L>
concept has_forward = requires(view<const float, 1, L::inputs> z, view<const float, 1, L::parameter_count> p,
                               view<float, 1, L::template tape_size<1>> tape, view<float, 1, L::outputs> y) {
    L::template forward<1>(z, p, tape, y);
};
template <class L>
concept has_vjp = requires(view<const float, 1, L::inputs> z, view<const float, 1, L::outputs> y,
                           view<const float, 1, L::parameter_count> p,
                           view<const float, 1, L::template tape_size<1>> tape, view<float, 1, L::outputs> g,
                           view<float, 1, L::inputs> g_in, view<float, 1, L::parameter_count> dp) {
    L::template vjp<1, write::overwrite>(z, y, p, tape, g, g_in, dp);
    L::template vjp<1, write::accumulate>(z, y, p, tape, g, discard{}, dp);
};
template <class L>
concept has_initialise = requires(view<float, 1, L::parameter_count> p, rng r) {
    L::initialise(p, r);
};

template <class L>
concept layer = has_inputs<L> && has_outputs<L> && has_parameter_count<L> && has_tape_size<L> &&
    has_forward<L> && has_vjp<L> && has_initialise<L>;

/// The operations of one row's forward pass, 0 if the layer does not say.
template <layer L>
inline constexpr long flops_of = [] {
    if constexpr (requires { L::flops; })
        return static_cast<long>(L::flops);
    else
        return 0L;
}();

} // namespace handgrad::inline HANDGRAD_ISA
