/// What a layer may offer besides what it must, and what holds for one that does not.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/extent.hpp>
#include <handgrad/core/parameter_block.hpp>
#include <handgrad/layer/concept.hpp>
#include <handgrad/optimizer/parameter_update.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA

// Each option that a layer may offer, as a static member, is described where it is asked for: here, in
// layer/concept.hpp (state_size, in_time, causal, stride, after), layer/compose/stack.hpp (arrays),
// layer/compose/picture.hpp (input_shape, output_shape, keeps_shape), layer/tensors.hpp (tensors),
// frozen/layer.hpp (frozen) and core/verdict.hpp (verdict).

namespace detail {

// Functions, and concepts with names: Clang 16 crashes at a requires-expression in the lambda that a variable
// template is initialized with, if one such needs another.
template <class L>
concept has_flops = requires {
    { L::flops } -> std::convertible_to<long>;
};
template <class L>
concept has_flops_of_rows = requires {
    L::template flops<1>;
};
template <class L>
consteval long find_flops() {
    if constexpr (has_flops<L>)
        return static_cast<long>(L::flops);
    else if constexpr (has_flops_of_rows<L>)
        return static_cast<long>(L::template flops<1>);
    else
        return 0;
}

template <class L, extent B>
consteval int find_scratch_size() {
    if constexpr (wants_scratch<L>)
        return static_cast<int>(L::template scratch_size<B>);
    else
        return 0;
}

template <class L>
concept says_reads_output = requires {
    { L::reads_output } -> std::convertible_to<bool>;
};
template <class L>
consteval bool find_reads_output() {
    if constexpr (says_reads_output<L>)
        return static_cast<bool>(L::reads_output);
    else
        return true;
}

template <class L>
concept says_mixes_rows = requires {
    { L::mixes_rows } -> std::convertible_to<bool>;
};
template <class L>
consteval bool find_mixes_rows() {
    if constexpr (says_mixes_rows<L>)
        return static_cast<bool>(L::mixes_rows);
    else
        return false;
}

/// Option `bool steps_in_vjp = true`: vjp may be given, in place of dp, `discard` or a parameter_update,
/// which changes the parameters by their gradient while that is in registers; it must have read them for g_in
/// before. For one that does not say so, a place for the whole gradient is on the stack meanwhile.
template <class L>
concept steps_in_vjp = requires {
    requires L::steps_in_vjp;
};

template <class L>
concept says_learned = requires {
    L::learned;
};
template <class L>
consteval auto find_learned() {
    if constexpr (says_learned<L>)
        return L::learned;
    else
        return std::array{parameter_range{0, L::parameter_count}};
}
template <class L>
concept offers_draw = requires(view<float, 1, L::template tape_size<1>> tape, std::uint64_t key,
                               std::ptrdiff_t row) {
    L::template draw<1>(tape, key, row);
};
template <class L>
concept offers_statistics = requires(view<float, 1, L::parameter_count> p,
                                     view<const float, 1, L::template tape_size<2>> tape) {
    L::template update_statistics<2>(p, tape);
};

template <class L>
consteval int count_learned() {
    int count = 0;
    for (const parameter_range range : find_learned<L>()) count += range.count;
    return count;
}

} // namespace detail

/// Option `long flops`, or `template <int B> long flops`: additions and multiplications of one row's forward
/// pass. 0 if the layer does not say.
template <class L>
inline constexpr long flops_of = detail::find_flops<detail::as_layer<L>>();

/// The numbers that the backward pass of B rows wants from the forward pass besides z and y, of a layer or of
/// a network as a layer.
template <class L, extent B>
inline constexpr int tape_size_of = detail::as_layer<L>::template tape_size<B>;

/// Option `template <int B> int scratch_size`: numbers that forward and vjp of B rows may use as they like
/// while they run. Both then take one more argument, view<T, 1, scratch_size<B>> scratch. Else 0.
template <class L, extent B>
inline constexpr int scratch_size_of = detail::find_scratch_size<detail::as_layer<L>, B>();

/// Option `bool reads_output = false`: vjp never looks at y, which need not be kept for it. Else true.
template <class L>
inline constexpr bool reads_output = detail::find_reads_output<detail::as_layer<L>>();

/// Option `bool mixes_rows = true`: a row's forward pass in training depends on the rows beside it, so that
/// such a batch is never cut. Else false.
template <class L>
inline constexpr bool mixes_rows = detail::find_mixes_rows<detail::as_layer<L>>();

/// Option `std::array<parameter_range, K> learned`: the parameters that an optimizer may change, in order;
/// the gradient with respect to any other is 0. Else all of them.
template <class L>
inline constexpr auto learned_parameters = detail::find_learned<detail::as_layer<L>>();

/// Option `template <int B> void draw(tape, std::uint64_t key, std::ptrdiff_t first_row)`, of a layer that is
/// random in training: it is called before a forward pass that is given a tape, view<T, 1, tape_size<B>>.
/// What row r of the batch draws, it draws from rng{key + first_row + r}, so that a batch may be cut
/// anywhere.
template <class L>
concept draws = detail::offers_draw<detail::as_layer<L>>;

/// Option `template <int B> void update_statistics(p, tape)`, of a layer that mixes rows: it is called after
/// a step of training, with the tape of its forward pass, view<const T, 1, tape_size<B>>, and changes
/// parameters that are observed, not learned, view<T, 1, parameter_count>.
template <class L>
concept has_statistics = detail::offers_statistics<detail::as_layer<L>>;

/// How many of its parameters an optimizer may change.
template <class L>
inline constexpr int learned_count = detail::count_learned<detail::as_layer<L>>();

/// Whether forward does something else in training, where it is given a tape, than without one.
template <class L>
inline constexpr bool trains_differently = draws<L> || mixes_rows<L>;

namespace detail {

/// What forward and vjp of a layer may want besides the rest, for a layer to take what it takes of it.
template <class Tape, class T, class Memory = no_memory>
struct optional_arguments {
    Tape tape;                               // `discard` where no backward pass follows
    T* scratch;                              // room for scratch_size_of<L, B> numbers
    [[no_unique_address]] Memory state = {}; // memory<T, B.sequences, state_size_of<L>>, if that is not 0
};

/// `Given` is what a layer with memory needs as the last argument of its functions.
template <class L, extent B, class T, class Given>
HANDGRAD_INLINE constexpr void check_memory() {
    static_assert(std::is_same_v<std::remove_const_t<Given>, memory<T, B.sequences, state_size_of<L>>>,
                  "this layer has a memory: the layer that it is a part of must hand it on, "
                  "optional_arguments{tape, scratch, memory_of<I>(state)}");
}

/// forward of any layer.
template <class L, extent B, class T, class Tape, class Memory>
HANDGRAD_INLINE constexpr void
run_forward(view<const input_number<L, T>, B, L::inputs> z, view<const T, 1, L::parameter_count> p,
            view<T, rows_after<L>(B), L::outputs> y, optional_arguments<Tape, T, Memory> options) {
    using layer = as_layer<L>;
    if constexpr (has_memory<layer>) check_memory<L, B, T, Memory>();
    if constexpr (wants_scratch<layer> && has_memory<layer>)
        layer::template forward<B>(z, p, options.tape, y, view<T, 1, scratch_size_of<L, B>>(options.scratch),
                                   options.state);
    else if constexpr (wants_scratch<layer>)
        layer::template forward<B>(z, p, options.tape, y, view<T, 1, scratch_size_of<L, B>>(options.scratch));
    else if constexpr (has_memory<layer>)
        layer::template forward<B>(z, p, options.tape, y, options.state);
    else
        layer::template forward<B>(z, p, options.tape, y);
}

/// In place of the parameters of a layer: its frozen form (frozen/layer.hpp), in which they are.
template <class Form>
struct frozen_parameters {
    const Form& form;
};
template <class L, extent B, class T, class Form, class Tape, class Memory>
HANDGRAD_INLINE constexpr void run_forward(view<const input_number<L, T>, B, L::inputs> z,
                                           frozen_parameters<Form> p, view<T, rows_after<L>(B), L::outputs> y,
                                           optional_arguments<Tape, T, Memory> options) {
    if constexpr (has_memory<L>) {
        check_memory<L, B, T, Memory>();
        p.form.template forward<B>(z, y, options.scratch, options.state);
    } else {
        p.form.template forward<B>(z, y, options.scratch);
    }
}

/// vjp of any layer. In place of dp there may be a parameter_update or an unwanted_gradient, whatever the
/// layer takes.
template <class L, extent B, write W, class T, class GIn, class DP, class Tape, class Memory>
HANDGRAD_INLINE constexpr void
run_vjp(view<const input_number<L, T>, B, L::inputs> z, view<const T, rows_after<L>(B), L::outputs> y,
        view<const T, 1, L::parameter_count> p, view<T, rows_after<L>(B), L::outputs> g, GIn g_in, DP dp,
        optional_arguments<Tape, T, Memory> options) {
    using layer = as_layer<L>;
    using gradient = view<T, 1, L::parameter_count>;
    const view<const T, 1, layer::template tape_size<B>> tape = options.tape;
    if constexpr (is_update<DP> && !steps_in_vjp<layer>) {
        run_vjp<L, B, W, T>(z, y, p, g, g_in, gradient(dp.gradient), options);
        [&]<std::size_t... I>(std::index_sequence<I...>) HANDGRAD_INLINE_LAMBDA {
            constexpr auto ranges = learned_parameters<L>;
            (dp.template apply<ranges[I].first, ranges[I].count>(), ...);
        }
        (std::make_index_sequence<learned_parameters<L>.size()>{});
    } else if constexpr (is_discarded<DP> && !steps_in_vjp<layer>) {
        run_vjp<L, B, write::overwrite, T>(z, y, p, g, g_in, gradient(dp.room), options);
    } else {
        if constexpr (has_memory<layer>) check_memory<L, B, T, Memory>();
        if constexpr (wants_scratch<layer> && has_memory<layer>)
            layer::template vjp<B, W>(z, y, p, tape, g, g_in, dp,
                                      view<T, 1, scratch_size_of<L, B>>(options.scratch), options.state);
        else if constexpr (wants_scratch<layer>)
            layer::template vjp<B, W>(z, y, p, tape, g, g_in, dp,
                                      view<T, 1, scratch_size_of<L, B>>(options.scratch));
        else if constexpr (has_memory<layer>)
            layer::template vjp<B, W>(z, y, p, tape, g, g_in, dp, options.state);
        else
            layer::template vjp<B, W>(z, y, p, tape, g, g_in, dp);
    }
}

} // namespace detail

// For a layer of yours that is made of others.
using detail::optional_arguments;
using detail::run_forward;
using detail::run_vjp;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
