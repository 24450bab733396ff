/// Shape checking: is this list of types a network, and if not, what is wrong with it, in one sentence?
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/concept.hpp>
#include <handgrad/core/count.hpp>
#include <handgrad/core/verdict.hpp>
#include <handgrad/layer/compose/picture.hpp>
#include <handgrad/layer/concept.hpp>

#include <tuple>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

/// The words of a verdict: they appear, with their numbers, in the compiler's message. layer_number<3, 2> is
/// the second layer of those that the third is made of.
template <int... Number>
struct layer_number {};
template <int Width>
struct produces {};
template <int Width>
struct expects {};
template <class Image>
struct produces_image {};
template <class Image>
struct expects_image {};
template <int Width>
struct inputs {};
template <int Width>
struct outputs {};
template <int Layers>
struct layers {};

template <class Number, class Produced, class Expected>
struct shape_mismatch;
template <class Number, int Produced, int Expected>
struct shape_mismatch<Number, produces<Produced>, expects<Expected>> {
    static_assert(Produced == Expected, "a layer must expect as many inputs as the layer before it produces");
};

template <class Number, class Produced, class Expected>
struct image_mismatch;
template <class Number, class Produced, class Expected>
struct image_mismatch<Number, produces_image<Produced>, expects_image<Expected>> {
    static constexpr bool same_image = std::is_same_v<Produced, Expected>;
    static_assert(same_image, "a layer must expect the image that the layer before it produces: the same "
                              "height, width and channels");
};

template <class Number, class Layer, class Image>
struct picture_by_pixels {
    static constexpr bool takes_no_picture = !std::is_same_v<Layer, Layer>;
    static_assert(takes_no_picture,
                  "batch_norm normalizes each column of a batch by itself: of a picture each pixel, and not "
                  "each channel, as it should; it belongs after a dense layer");
};

template <class Number, class Inputs, class Outputs>
struct empty_layer;
template <class Number, int In, int Out>
struct empty_layer<Number, inputs<In>, outputs<Out>> {
    static_assert(In > 0, "a layer must have at least one input (a width that is not given is 0)");
    static_assert(In < 1 || Out > 0,
                  "a layer must have at least one output (a width that is not given is 0)");
};

template <class Number, class Layer>
struct tokens_after_a_layer {
    static constexpr bool takes_numbers = !std::is_same_v<Layer, Layer>;
    static_assert(takes_numbers, "an embedding takes tokens, which no layer produces: it must be the first "
                                 "layer of the network");
};

template <class Number, class Layer>
struct memory_after_last_step {
    static constexpr bool sees_each_step = !std::is_same_v<Layer, Layer>;
    static_assert(sees_each_step,
                  "a layer with a memory must see every step of a sequence, but a layer before it hands on "
                  "the last one alone (last_step)");
};

template <class Layers>
struct empty_network;
template <int Count>
struct empty_network<layers<Count>> {
    static_assert(Count > 0, "a network must have at least one layer");
};

} // namespace mistake

namespace detail {

/// What keeps a type from being a layer. (The first is a likely mistake of those who know other libraries.)
enum class flaw {
    none,
    is_activation,
    not_static,
    inputs,
    outputs,
    parameter_count,
    tape_size,
    forward,
    forward_not_static,
    forward_signature,
    vjp,
    vjp_without_write,
    vjp_without_discard,
    vjp_signature,
    initialize,
    initialize_signature,
    rows_without_steps,
    forward_without_memory,
    vjp_without_memory
};

// The next two are asked before the others: GCC 12 takes a wrong kind of member for an error even where the
// question is whether it is one.
template <auto Member>
concept of_object = std::is_member_pointer_v<decltype(Member)>;
template <class L>
consteval bool has_object_members() {
    return requires { requires of_object<&L::inputs>; }
    || requires { requires of_object<&L::outputs>; }
    || requires { requires of_object<&L::parameter_count>; };
}
template <class L>
consteval bool has_plain_tape_size() {
    return requires {
        { L::tape_size } -> std::convertible_to<int>;
    };
}

// Whether a class has a member of that name, whatever it is: then the name is no longer one thing where it is
// inherited twice. (A class that is final cannot be asked.)
struct named_forward {
    int forward;
};
struct named_vjp {
    int vjp;
};
struct named_initialize {
    int initialize;
};
template <class L, class Name>
struct named_twice : L, Name {};
template <class L>
concept can_be_asked = std::is_class_v<L> && !std::is_final_v<L>;
template <class L>
concept lacks_forward = !can_be_asked<L> || requires {
    &named_twice<L, named_forward>::forward;
};
template <class L>
concept lacks_vjp = !can_be_asked<L> || requires {
    &named_twice<L, named_vjp>::vjp;
};
template <class L>
concept lacks_initialize = !can_be_asked<L> || requires {
    &named_twice<L, named_initialize>::initialize;
};

template <class L>
concept has_forward_of_object = requires(const L& l, typename one_row<L>::z z,
                                         typename one_row<L>::constant_p p, typename one_row<L>::tape tape,
                                         typename one_row<L>::y y) {
    l.template forward<1>(z, p, tape, y);
};
template <class L>
concept has_vjp_without_write = requires(typename one_row<L>::z z, typename one_row<L>::constant_y y,
                                         typename one_row<L>::constant_p p,
                                         typename one_row<L>::constant_tape tape, typename one_row<L>::y g,
                                         typename one_row<L>::g_in g_in, typename one_row<L>::p dp) {
    L::template vjp<1>(z, y, p, tape, g, g_in, dp);
};
template <class L>
concept has_vjp_without_discard = requires(typename one_row<L>::z z, typename one_row<L>::constant_y y,
                                           typename one_row<L>::constant_p p,
                                           typename one_row<L>::constant_tape tape, typename one_row<L>::y g,
                                           typename one_row<L>::g_in g_in, typename one_row<L>::p dp) {
    L::template vjp<1, write::overwrite>(z, y, p, tape, g, g_in, dp);
};

// Of a layer that looks from step to step: whether it would do if it did not.
template <class L, class... Optional>
struct asked_for_forward_of_rows : std::bool_constant<forward_of<L, one_row<L>::rows.steps, Optional...>> {};
template <class L>
concept has_forward_of_rows = looks_at_steps<L> && ask_with_optional<L, asked_for_forward_of_rows>();
template <class L, class... Optional>
struct asked_for_vjp_of_rows : std::bool_constant<vjp_of<L, one_row<L>::rows.steps, Optional...>> {};
template <class L>
concept has_vjp_of_rows = looks_at_steps<L> && ask_with_optional<L, asked_for_vjp_of_rows>();
template <class L, class... Scratch>
concept has_forward_alone = forward_with<L, Scratch...> || forward_of<L, 1, Scratch...>;
template <class L>
consteval bool lacks_memory_in_forward() {
    if constexpr (!has_memory<L>)
        return false;
    else if constexpr (wants_scratch<L>)
        return has_forward_alone<L, typename scratch_argument<L>::type>;
    else
        return has_forward_alone<L>;
}
template <class L, class... Scratch>
concept has_vjp_alone = vjp_with<L, Scratch...>;
template <class L>
consteval bool lacks_memory_in_vjp() {
    if constexpr (!has_memory<L>)
        return false;
    else if constexpr (wants_scratch<L>)
        return has_vjp_alone<L, typename scratch_argument<L>::type>;
    else
        return has_vjp_alone<L>;
}

template <class L>
consteval flaw first_flaw_of_functions() {
    if constexpr (!has_forward<L>)
        return lacks_forward<L>               ? flaw::forward
               : lacks_memory_in_forward<L>() ? flaw::forward_without_memory
               : has_forward_of_rows<L>       ? flaw::rows_without_steps
               : has_forward_of_object<L>     ? flaw::forward_not_static
                                              : flaw::forward_signature;
    else if constexpr (!has_vjp<L>)
        return lacks_vjp<L>                 ? flaw::vjp
               : lacks_memory_in_vjp<L>()   ? flaw::vjp_without_memory
               : has_vjp_of_rows<L>         ? flaw::rows_without_steps
               : has_vjp_without_write<L>   ? flaw::vjp_without_write
               : has_vjp_without_discard<L> ? flaw::vjp_without_discard
                                            : flaw::vjp_signature;
    else if constexpr (!has_initialize<L>)
        return lacks_initialize<L> ? flaw::initialize : flaw::initialize_signature;
    else
        return flaw::none;
}

template <class L>
consteval flaw first_flaw() {
    if constexpr (activation<L>)
        return flaw::is_activation;
    else if constexpr (has_object_members<L>())
        return flaw::not_static;
    else if constexpr (!requires { typename std::integral_constant<int, L::inputs>; })
        return has_inputs<L> ? flaw::not_static : flaw::inputs;
    else if constexpr (!requires { typename std::integral_constant<int, L::outputs>; })
        return has_outputs<L> ? flaw::not_static : flaw::outputs;
    else if constexpr (!requires { typename std::integral_constant<int, L::parameter_count>; })
        return has_parameter_count<L> ? flaw::not_static : flaw::parameter_count;
    else if constexpr (has_plain_tape_size<L>())
        return flaw::tape_size;
    else if constexpr (!std::is_same_v<L, as_layer<L>>)
        return first_flaw<as_layer<L>>();
    else if constexpr (!requires { typename std::integral_constant<int, L::template tape_size<1>>; })
        return flaw::tape_size;
    else
        return first_flaw_of_functions<L>();
}

} // namespace detail

namespace mistake {

template <class Number, class Type>
struct not_a_layer {
    template <detail::flaw F>
    static constexpr bool free_of = detail::first_flaw<Type>() != F;
    using enum detail::flaw;

    static_assert(free_of<is_activation>, "an activation is no layer: it is the third argument of dense, "
                                          "dense<In, Out, relu>");
    static_assert(free_of<not_static>, "this is no layer: its inputs, outputs and parameter_count must be "
                                       "`static constexpr int`");
    static_assert(free_of<inputs>, "this is no layer: it lacks a public `static constexpr int inputs`");
    static_assert(free_of<outputs>, "this is no layer: it lacks a public `static constexpr int outputs`");
    static_assert(free_of<parameter_count>,
                  "this is no layer: it lacks a public `static constexpr int parameter_count`");
    static_assert(free_of<tape_size>,
                  "this is no layer: it lacks a public `template <int B> static constexpr int tape_size`");
    static_assert(free_of<forward>,
                  "this is no layer: it lacks a public `template <int B> static void forward(z, p, tape, y)` "
                  "that takes the views of layer/concept.hpp");
    static_assert(free_of<vjp>,
                  "this is no layer: it lacks a public `template <int B, write W> static void vjp(z, y, p, "
                  "tape, g, g_in, dp)` that takes the views of layer/concept.hpp, and `discard` as g_in");
    static_assert(free_of<initialize>,
                  "this is no layer: it lacks a public `static void initialize(p, rng&)`");

    static_assert(free_of<rows_without_steps>,
                  "this layer looks from step to step (state_size, or in_time), so that its functions are "
                  "templates of `extent B`, sequences and steps, in place of `int B`");
    static_assert(free_of<forward_without_memory>,
                  "this layer has a memory (state_size): its forward must take one more, last argument, "
                  "memory<T, B.sequences, state_size>, and be a template of `extent B`");
    static_assert(free_of<vjp_without_memory>,
                  "this layer has a memory (state_size): its vjp must take one more, last argument, "
                  "memory<T, B.sequences, state_size>, the gradient with respect to the state");
    static_assert(free_of<forward_not_static>,
                  "this is no layer: its forward is a function of an object, it must be static");
    static_assert(free_of<forward_signature>,
                  "this is no layer: its forward must be a public `template <int B> static void forward(z, "
                  "p, tape, y)` that takes the views of layer/concept.hpp, as wide as the layer says");
    static_assert(free_of<vjp_without_write>,
                  "this is no layer: its vjp must be a template of two arguments, <int B, write W>");
    static_assert(free_of<vjp_without_discard>,
                  "this is no layer: its vjp takes a view, but must take `discard` as g_in, too");
    static_assert(free_of<vjp_signature>,
                  "this is no layer: its vjp must be a public `template <int B, write W> static void vjp(z, "
                  "y, p, tape, g, g_in, dp)` that takes the views of layer/concept.hpp, as wide as it says, "
                  "and `discard` as g_in");
    static_assert(free_of<initialize_signature>,
                  "this is no layer: its initialize must be a public `static void initialize(p, rng&)` that "
                  "takes a view<T, 1, parameter_count>");
};

} // namespace mistake

namespace detail {

/// The same mistake, in layer `Number`.
template <int Number, class Mistake>
struct located {
    using type = Mistake;
};
template <int Number, template <class...> class Mistake, int... Inner, class... Details>
struct located<Number, Mistake<mistake::layer_number<Inner...>, Details...>> {
    using type = Mistake<mistake::layer_number<Number, Inner...>, Details...>;
};

/// Whether L says its widths, and one is none: its functions, of which views are as wide, are not asked then.
template <class L>
consteval bool lacks_a_width() {
    constexpr flaw found = first_flaw<L>();
    if constexpr (found == flaw::none || found >= flaw::forward)
        return L::inputs < 1 || L::outputs < 1;
    else
        return false;
}

/// One layer by itself, which is number `Number` of those that are listed.
template <int Number, class L>
consteval auto judge_layer() {
    if constexpr (!is_well_formed<own_verdict<L>>)
        return verdict_is<typename located<Number, own_verdict<L>>::type>;
    else if constexpr (lacks_a_width<L>())
        return verdict_is<mistake::empty_layer<mistake::layer_number<Number>, mistake::inputs<L::inputs>,
                                               mistake::outputs<L::outputs>>>;
    else if constexpr (first_flaw<L>() != flaw::none)
        return verdict_is<mistake::not_a_layer<mistake::layer_number<Number>, L>>;
    else
        return verdict_is<well_formed>;
}
template <int Number, class L>
using layer_verdict = typename decltype(judge_layer<Number, L>())::type;

/// Whether two pictures differ, if both are known.
template <class Produced, class Expected>
inline constexpr bool pictures_differ =
    !std::is_void_v<Produced> && !std::is_void_v<Expected> && !std::is_same_v<Produced, Expected>;

/// Option `bool takes_columns = true`: each number of a row is something by itself, and no pixel.
template <class L>
concept takes_columns = requires {
    requires L::takes_columns;
};

/// Of layers one after the other, the first, from 1 on, that looks from step to step behind one that makes
/// one row of them all; 0 if there is none.
template <class... Layers>
consteval int find_memory_after_last_step() {
    int number = 0, found = 0;
    bool one_row = false;
    ((++number, found = found == 0 && one_row && looks_at_steps<Layers> ? number : found,
      one_row = one_row || makes_one_row<Layers>),
     ...);
    return found;
}
template <class... Layers>
consteval auto judge_time() {
    if constexpr (!(looks_at_steps<Layers> || ...)) {
        return verdict_is<well_formed>;
    } else {
        constexpr int number = find_memory_after_last_step<Layers...>();
        if constexpr (number == 0)
            return verdict_is<well_formed>;
        else
            return verdict_is<mistake::memory_after_last_step<
                mistake::layer_number<number>, std::tuple_element_t<number - 1, std::tuple<Layers...>>>>;
    }
}

/// Layers from `Number` on, of which the first meets `Produced` outputs of the layer before it, the numbers
/// of `Picture` if they are known to be one's.
template <int Number, int Produced, class Picture, class First, class... Rest>
consteval auto judge_chain() {
    if constexpr (!is_well_formed<layer_verdict<Number, First>>)
        return verdict_is<layer_verdict<Number, First>>;
    else if constexpr (pictures_differ<Picture, picture_before<First>>)
        return verdict_is<
            mistake::image_mismatch<mistake::layer_number<Number>, mistake::produces_image<Picture>,
                                    mistake::expects_image<picture_before<First>>>>;
    else if constexpr (Number > 1 && First::inputs != Produced)
        return verdict_is<mistake::shape_mismatch<mistake::layer_number<Number>, mistake::produces<Produced>,
                                                  mistake::expects<First::inputs>>>;
    else if constexpr (Number > 1 && !has_input_gradient<First>)
        return verdict_is<mistake::tokens_after_a_layer<mistake::layer_number<Number>, First>>;
    else if constexpr (!std::is_void_v<Picture> && takes_columns<as_layer<First>>)
        return verdict_is<mistake::picture_by_pixels<mistake::layer_number<Number>, First, Picture>>;
    else if constexpr (sizeof...(Rest) > 0)
        return judge_chain<Number + 1, First::outputs, picture_after<First, Picture>, Rest...>();
    else
        return verdict_is<well_formed>;
}

/// The layers have no more parameters together than can be counted, if nothing else is wrong.
template <class Verdict, class... Layers>
consteval auto judge_total() {
    if constexpr (!is_well_formed<Verdict>)
        return verdict_is<Verdict>;
    else if constexpr (!is_well_formed<typename decltype(judge_time<Layers...>())::type>)
        return judge_time<Layers...>();
    else
        return unless<
            ((0LL + ... + Layers::parameter_count) <= largest_count),
            mistake::too_many_parameters<mistake::layers<sizeof...(Layers)>,
                                         mistake::parameter_count<(0LL + ... + Layers::parameter_count)>>>{};
}

template <class... Layers>
consteval auto judge() {
    if constexpr (sizeof...(Layers) == 0)
        return verdict_is<mistake::empty_network<mistake::layers<0>>>;
    else
        return judge_total<typename decltype(judge_chain<1, 0, void, Layers...>())::type, Layers...>();
}

} // namespace detail

/// What is wrong with a list of layers: `well_formed`, or the first mistake.
template <class... Layers>
using verdict = typename decltype(detail::judge<Layers...>())::type;

/// Quietly: whether a network can be made of these layers.
template <class... Layers>
concept chainable = is_well_formed<verdict<Layers...>>;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
