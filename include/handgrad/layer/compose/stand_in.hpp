/// What stands in for layers that are none, so that a mistake is printed once and nothing else is.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/layer/compose/chain.hpp>

#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Stands where a type that is no layer was listed.
template <int In, int Out>
struct any_layer {
    static constexpr int inputs = In, outputs = Out, parameter_count = 1;
    template <int B>
    static constexpr int tape_size = 0;

    template <int B>
    static constexpr void forward(auto...) {}
    template <int B, write W>
    static constexpr void vjp(auto...) {}
    static constexpr void initialize(auto, rng&) {}

    static constexpr matrix<float, 1, 1> weights(auto) { return {}; }
    static constexpr matrix<float, 1, 1> biases(auto) { return {}; }
};

/// The widths of a layer, or 0 if it is none. (To be specialized for a template whose instantiation would
/// print its mistake.)
struct layer_widths {
    int before = 0, after = 0;
};
template <class L>
struct usable_widths_of {
    static consteval layer_widths get() {
        if constexpr (first_flaw<L>() == flaw::none)
            if constexpr (L::inputs > 0 && L::outputs > 0) return {L::inputs, L::outputs};
        return {};
    }
};
template <class L>
consteval layer_widths usable_widths() {
    return usable_widths_of<L>::get();
}

/// What a layer I = 0 .. and those beside it make its widths.
template <class... Layers>
consteval int width_before(int i) {
    const layer_widths layer[] = {usable_widths<Layers>()...};
    if (layer[i].before > 0) return layer[i].before;
    for (int left = i - 1; left >= 0; --left)
        if (layer[left].after > 0) return layer[left].after;
    for (int right = i + 1; right < int(sizeof...(Layers)); ++right)
        if (layer[right].before > 0) return layer[right].before;
    return 1;
}
template <class... Layers>
consteval int width_after(int i) {
    const layer_widths layer[] = {usable_widths<Layers>()...};
    return layer[i].after > 0 ? layer[i].after : width_before<Layers...>(i);
}

/// The layers that are some, with others between them, as a chain.
template <class... Layers>
struct chain_near {
    template <class L, int I>
    using stand_in = std::conditional_t<(usable_widths<L>().before > 0 && is_well_formed<own_verdict<L>>), L,
                                        any_layer<width_before<Layers...>(I), width_after<Layers...>(I)>>;

    template <int... I>
    static chain<stand_in<Layers, I>...> make(std::integer_sequence<int, I...>);
    using type = decltype(make(std::make_integer_sequence<int, sizeof...(Layers)>{}));
};
template <>
struct chain_near<> {
    using type = chain<any_layer<1, 1>>;
};
template <class... Layers>
using nearest_chain = typename chain_near<Layers...>::type;

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
