/// What a layer is: a function of a batch, and its vector-Jacobian product.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/discard.hpp>
#include <handgrad/core/extent.hpp>
#include <handgrad/core/memory.hpp>
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

/// The rows that L makes of B rows.
template <class L>
constexpr extent rows_after(extent rows) noexcept {
    if constexpr (requires { detail::as_layer<L>::after(rows); })
        return detail::as_layer<L>::after(rows);
    else
        return rows;
}

namespace detail {

template <class L>
concept says_state_size = requires {
    { L::state_size } -> std::convertible_to<int>;
};
template <class L>
consteval int find_state_size() {
    if constexpr (says_state_size<L>)
        return static_cast<int>(L::state_size);
    else
        return 0;
}
template <class L>
concept says_in_time = requires {
    requires L::in_time;
};
template <class L>
concept says_not_causal = requires {
    requires !L::causal;
};
template <class L>
concept says_stride = requires {
    { L::stride } -> std::convertible_to<int>;
};
template <class L>
consteval int find_stride() {
    if constexpr (says_stride<L>)
        return static_cast<int>(L::stride);
    else
        return 1;
}

} // namespace detail

/// Option `int state_size`: numbers that the layer remembers of a sequence, real and differentiable. forward
/// and vjp then take one more, last argument, memory<T, B.sequences, state_size> (core/memory.hpp). Of
/// forward it is the state before the first step, which it replaces by that after the last; of vjp the
/// gradient with respect to the state after the last step, which it replaces by that with respect to the
/// state before the first: what forward overwrites and vjp needs is on the tape. Where a sequence has made no
/// step, the layer may begin with a state of its own choice. Else 0.
template <class L>
inline constexpr int state_size_of = detail::find_state_size<detail::as_layer<L>>();
/// Whether L remembers something of a sequence.
template <class L>
concept has_memory = state_size_of<L> >
0;

/// Option `bool in_time = true`, of a layer without a state that looks from step to step: rows are steps.
template <class L>
inline constexpr bool looks_at_steps = has_memory<L> || detail::says_in_time<detail::as_layer<L>>;

namespace detail {

template <class L, class T>
concept says_input_number = requires {
    typename L::template input_number<T>;
};
template <class L, class T>
consteval auto find_input_number() {
    if constexpr (says_input_number<L, T>)
        return std::type_identity<typename L::template input_number<T>>{};
    else
        return std::type_identity<T>{};
}

} // namespace detail

/// Option `template <class T> using input_number = std::int32_t`, of a layer whose inputs are no numbers to
/// be differentiated, but of that type whatever T is. Else T.
template <class L, class T>
using input_number = typename decltype(detail::find_input_number<detail::as_layer<L>, T>())::type;
namespace detail {

template <class L>
concept says_input_count = requires {
    { L::input_count } -> std::convertible_to<int>;
};
template <class L>
consteval int find_input_count() {
    if constexpr (says_input_count<L>)
        return static_cast<int>(L::input_count);
    else
        return 0;
}

} // namespace detail

/// Option `int input_count`, of such a layer: its inputs are 0 to input_count - 1.
template <class L>
inline constexpr int input_count = detail::find_input_count<detail::as_layer<L>>();
/// Whether dl/dz of a layer exists.
template <class L>
inline constexpr bool has_input_gradient = std::is_same_v<input_number<L, float>, float>;

/// Option `bool causal = false`: what comes of a step depends on later ones, so that a sequence is never cut.
/// Else true.
template <class L>
inline constexpr bool is_causal = !detail::says_not_causal<detail::as_layer<L>>;

/// Option `int stride`: the layer makes one row of so many steps, and says so in `after`, too. Else 1.
template <class L>
inline constexpr int stride_of = detail::find_stride<detail::as_layer<L>>();

namespace detail {

/// Whether L makes one row of a whole sequence.
template <class L>
inline constexpr bool makes_one_row = rows_after<L>(extent(1, 2 * stride_of<L>)).steps
                                      == rows_after<L>(extent(1, stride_of<L>)).steps;

/// Becomes an extent, but no number: asks a layer that looks from step to step whether it is a template of
/// `extent B`.
struct extent_alone {
    int steps;
    constexpr operator extent() const noexcept { return {1, steps}; }
};
/// What a layer is tried with: a row, or a sequence of as few steps as there can be.
template <class L>
inline constexpr auto trial = [] {
    if constexpr (looks_at_steps<L>)
        return extent_alone{stride_of<L>};
    else
        return 1;
}();

/// The types of the arguments, for a trial of `Rows`.
template <class L, extent Rows = trial<L>>
struct one_row {
    static constexpr extent rows = Rows, after = rows_after<L>(Rows);
    using z = view<const input_number<L, float>, rows, L::inputs>;
    using g_in = view<float, rows, L::inputs>;
    using constant_y = view<const float, after, L::outputs>;
    using y = view<float, after, L::outputs>;
    using constant_p = view<const float, 1, L::parameter_count>;
    using p = view<float, 1, L::parameter_count>;
    using constant_tape = view<const float, 1, L::template tape_size<rows>>;
    using tape = view<float, 1, L::template tape_size<rows>>;
};

template <class L, auto Rows, class... Optional>
concept forward_of = requires(typename one_row<L>::z z, typename one_row<L>::constant_p p,
                              typename one_row<L>::tape tape, typename one_row<L>::y y,
                              Optional... optional) {
    L::template forward<Rows>(z, p, tape, y, optional...);
};
template <class L, class... Optional>
concept forward_with = forward_of<L, trial<L>, Optional...>;
template <class L, auto Rows, class... Optional>
concept vjp_of = requires(typename one_row<L>::z z, typename one_row<L>::constant_y y,
                          typename one_row<L>::constant_p p, typename one_row<L>::constant_tape tape,
                          typename one_row<L>::y g, typename one_row<L>::g_in g_in, typename one_row<L>::p dp,
                          Optional... optional) {
    L::template vjp<Rows, write::overwrite>(z, y, p, tape, g, g_in, dp, optional...);
    L::template vjp<Rows, write::accumulate>(z, y, p, tape, g, discard{}, dp, optional...);
};
template <class L, class... Optional>
concept vjp_with = vjp_of<L, trial<L>, Optional...>;

template <class L>
struct scratch_argument {
    using type = view<float, 1, L::template scratch_size<one_row<L>::rows>>;
};
template <class L>
struct memory_argument {
    using type = memory<float, 1, state_size_of<L>>;
};

/// Calls Asked with the types of the optional arguments that L takes.
template <class L, template <class...> class Asked>
consteval bool ask_with_optional() {
    if constexpr (wants_scratch<L> && has_memory<L>)
        return Asked<L, typename scratch_argument<L>::type, typename memory_argument<L>::type>::value;
    else if constexpr (wants_scratch<L>)
        return Asked<L, typename scratch_argument<L>::type>::value;
    else if constexpr (has_memory<L>)
        return Asked<L, typename memory_argument<L>::type>::value;
    else
        return Asked<L>::value;
}
template <class L, class... Optional>
struct asked_for_forward : std::bool_constant<forward_with<L, Optional...>> {};
template <class L, class... Optional>
struct asked_for_vjp : std::bool_constant<vjp_with<L, Optional...>> {};

template <class L>
concept has_forward = ask_with_optional<L, asked_for_forward>();
template <class L>
concept has_vjp = ask_with_optional<L, asked_for_vjp>();
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
/// of `int B`, and says that it does: `state_size` or `in_time`, above. Sequences are then what rows are
/// here.
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
