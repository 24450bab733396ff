/// What can be wrong with layers that stand side by side.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/compose/stand_in.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Branches>
struct no_branches;
template <int Count>
struct no_branches<layers<Count>> {
    static_assert(Count > 0, "of layers side by side there must be at least one");
};

template <class Number, class Inputs, class Expected>
struct branch_inputs_mismatch;
template <class Number, int Has, int Wants>
struct branch_inputs_mismatch<Number, inputs<Has>, expects<Wants>> {
    static_assert(Has == Wants, "layers side by side must expect as many inputs as the first of them");
};

template <class Number, class Outputs, class Expected>
struct branch_outputs_mismatch;
template <class Number, int Has, int Wants>
struct branch_outputs_mismatch<Number, outputs<Has>, expects<Wants>> {
    static_assert(Has == Wants, "layers that are added must produce as many outputs as the first of them");
};

template <int Rows>
struct rows_of_steps {};
template <class Number, class Rows, class Expected>
struct branch_rows_mismatch;
template <class Number, int Has, int Wants>
struct branch_rows_mismatch<Number, rows_of_steps<Has>, expects<Wants>> {
    static_assert(Has == Wants,
                  "layers side by side must make as many rows of a sequence as the first of them: a stride, "
                  "or last_step, on one side alone is none");
};
template <class Number, class Layer>
struct tokens_beside_a_layer {
    static constexpr bool takes_numbers = !std::is_same_v<Layer, Layer>;
    static_assert(takes_numbers, "an embedding takes tokens: it must be the first layer of a network, not "
                                 "one side by side with others");
};
template <class Rows, class Steps>
struct skip_of_other_rows;
template <int Has, int Wants>
struct skip_of_other_rows<rows_of_steps<Has>, expects<Wants>> {
    static_assert(Has == Wants,
                  "a residual layer adds its input to what its layers produce, which must be a row for each "
                  "step: no stride, nor last_step, in it");
};

template <class Produced, class Inputs>
struct skip_mismatch;
template <int Has, int Wants>
struct skip_mismatch<produces<Has>, inputs<Wants>> {
    static_assert(Has == Wants, "a residual layer adds its input to what its layers produce, which must be "
                                "as many numbers: else project the input, projected_residual<Layers...>");
};

} // namespace mistake

namespace detail {

/// Layers from `Number` on, which stand beside one of In inputs and, if they are to be added, Out outputs.
template <bool Added, int Number, int In, int Out, class First, class... Rest>
consteval auto judge_branches() {
    if constexpr (std::is_same_v<First, mistake::not_given>)
        return verdict_is<mistake::no_branches<mistake::layers<0>>>;
    else if constexpr (!is_well_formed<layer_verdict<Number, First>>)
        return verdict_is<layer_verdict<Number, First>>;
    else if constexpr (Number > 1 && First::inputs != In)
        return verdict_is<mistake::branch_inputs_mismatch<
            mistake::layer_number<Number>, mistake::inputs<First::inputs>, mistake::expects<In>>>;
    else if constexpr (Added && Number > 1 && First::outputs != Out)
        return verdict_is<mistake::branch_outputs_mismatch<
            mistake::layer_number<Number>, mistake::outputs<First::outputs>, mistake::expects<Out>>>;
    else if constexpr (!has_input_gradient<First>)
        return verdict_is<mistake::tokens_beside_a_layer<mistake::layer_number<Number>, First>>;
    else if constexpr (sizeof...(Rest) > 0)
        return judge_branches<Added, Number + 1, First::inputs, First::outputs, Rest...>();
    else
        return verdict_is<well_formed>;
}

/// So many steps that all strides of the layers go into them twice.
template <class... Layers>
inline constexpr int some_steps = (2 * ... * stride_of<Layers>);
/// Layers from `Number` on make as many rows of `Steps` steps as the first one, `Wanted`.
template <int Steps, int Wanted, int Number, class First, class... Rest>
consteval auto judge_rows_made() {
    constexpr int made = rows_after<First>(extent(1, Steps)).steps;
    if constexpr (made != Wanted)
        return verdict_is<mistake::branch_rows_mismatch<
            mistake::layer_number<Number>, mistake::rows_of_steps<made>, mistake::expects<Wanted>>>;
    else if constexpr (sizeof...(Rest) > 0)
        return judge_rows_made<Steps, Wanted, Number + 1, Rest...>();
    else
        return verdict_is<well_formed>;
}
template <bool Added, class First, class... Rest>
consteval auto judge_side_by_side() {
    using verdict = typename decltype(judge_branches<Added, 1, 0, 0, First, Rest...>())::type;
    if constexpr (!is_well_formed<verdict>) {
        return verdict_is<verdict>;
    } else {
        constexpr int steps = some_steps<First, Rest...>;
        return judge_rows_made<steps, rows_after<First>(extent(1, steps)).steps, 1, First, Rest...>();
    }
}
template <bool Added, class... Branches>
using branch_verdict = typename decltype(judge_side_by_side<Added, Branches...>())::type;

/// Around the layers, which are chainable, there can be a skip.
template <class... Layers>
consteval auto judge_skip() {
    constexpr int steps = some_steps<Layers...>;
    constexpr int made = rows_after<chain<Layers...>>(extent(1, steps)).steps;
    if constexpr (!has_input_gradient<chain<Layers...>>)
        return verdict_is<mistake::tokens_beside_a_layer<mistake::layer_number<1>, chain<Layers...>>>;
    else
        return unless<made == steps,
                      mistake::skip_of_other_rows<mistake::rows_of_steps<made>, mistake::expects<steps>>>{};
}

/// What a layer made of layers is if there is something wrong with them.
template <class Mistake, int In, int Out>
struct ill_formed_layer : any_layer<In, Out> {
    using verdict = Mistake;
};

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
