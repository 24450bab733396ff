/// Shape checking: is this list of types a network, and if not, what is wrong with it, in one sentence?
#pragma once

#include <handgrad/layer/concept.hpp>

#include <type_traits>

namespace handgrad::inline HANDGRAD_ISA {

/// The words of a verdict: they appear, with their numbers, in the compiler's message.
template <int Number>
struct layer_number {};
template <int Width>
struct produces {};
template <int Width>
struct expects {};
template <int Width>
struct inputs {};
template <int Width>
struct outputs {};
template <int Layers>
struct layers {};

/// A verdict is named without being instantiated; instantiating it prints its one error.
template <class Number, class Produced, class Expected>
struct shape_mismatch;
template <int Number, int Produced, int Expected>
struct shape_mismatch<layer_number<Number>, produces<Produced>, expects<Expected>> {
    static_assert(Produced == Expected, "a layer must expect as many inputs as the layer before it produces");
};

template <class Number, class Inputs, class Outputs>
struct zero_width;
template <int Number, int In, int Out>
struct zero_width<layer_number<Number>, inputs<In>, outputs<Out>> {
    static_assert(In > 0 && Out > 0, "a layer must have at least one input and one output");
};

template <class Layers>
struct empty_network;
template <int Count>
struct empty_network<layers<Count>> {
    static_assert(Count > 0, "a network must have at least one layer");
};

template <class Number, class Type>
struct not_a_layer;
template <int Number, class L>
struct not_a_layer<layer_number<Number>, L> {
    // Each line is reached only if those before it hold, so that one error is printed: the first thing that
    // lacks.
    static constexpr bool in = has_inputs<L>, out = has_outputs<L>, count = has_parameter_count<L>,
                          tape = has_tape_size<L>, forward = has_forward<L>, vjp = has_vjp<L>;
    static_assert(in, "this is no layer: it lacks `static constexpr int inputs`");
    static_assert(!in || out, "this is no layer: it lacks `static constexpr int outputs`");
    static_assert(!in || !out || count, "this is no layer: it lacks `static constexpr int parameter_count`");
    static_assert(!in || !out || !count || tape,
                  "this is no layer: it lacks `template <int B> static constexpr int tape_size`");
    static_assert(!in || !out || !count || !tape || forward,
                  "this is no layer: it lacks `template <int B> static void forward(z, p, tape, y)`");
    static_assert(
        !in || !out || !count || !tape || !forward || vjp,
        "this is no layer: it lacks `template <int B, write W> static void vjp(z, y, p, tape, g, g_in, dp)`");
    static_assert(!in || !out || !count || !tape || !forward || !vjp || has_initialise<L>,
                  "this is no layer: it lacks `static void initialise(p, rng&)`");
};

struct well_formed {};

namespace detail {

/// Layers from `Number` on, of which the first meets `Produced` outputs of the layer before it.
template <int Number, int Produced, class First, class... Rest>
consteval auto judge_chain() {
    if constexpr (!layer<First>) {
        return std::type_identity<not_a_layer<layer_number<Number>, First>>{};
    } else if constexpr (First::inputs < 1 || First::outputs < 1) {
        return std::type_identity<
            zero_width<layer_number<Number>, inputs<First::inputs>, outputs<First::outputs>>>{};
    } else if constexpr (Number > 1 && First::inputs != Produced) {
        return std::type_identity<
            shape_mismatch<layer_number<Number>, produces<Produced>, expects<First::inputs>>>{};
    } else if constexpr (sizeof...(Rest) > 0) {
        return judge_chain<Number + 1, First::outputs, Rest...>();
    } else {
        return std::type_identity<well_formed>{};
    }
}

template <class... Layers>
consteval auto judge() {
    if constexpr (sizeof...(Layers) == 0)
        return std::type_identity<empty_network<layers<0>>>{};
    else
        return judge_chain<1, 0, Layers...>();
}

} // namespace detail

/// What is wrong with a list of layers: `well_formed`, or the first mistake.
template <class... Layers>
using verdict = typename decltype(detail::judge<Layers...>())::type;

/// Quietly: whether a network can be made of these layers.
template <class... Layers>
concept chainable = std::is_same_v<verdict<Layers...>, well_formed>;

} // namespace handgrad::inline HANDGRAD_ISA
