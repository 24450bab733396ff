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
    else if constexpr (sizeof...(Rest) > 0)
        return judge_branches<Added, Number + 1, First::inputs, First::outputs, Rest...>();
    else
        return verdict_is<well_formed>;
}
template <bool Added, class... Branches>
using branch_verdict = typename decltype(judge_branches<Added, 1, 0, 0, Branches...>())::type;

/// What a layer made of layers is if there is something wrong with them.
template <class Mistake, int In, int Out>
struct ill_formed_layer : any_layer<In, Out> {
    using verdict = Mistake;
};

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
