/// What can be wrong with a step of an optimizer, each with its own sentence.
#pragma once

#include <handgrad/core/verdict.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

template <int Numbers>
struct parameter_numbers {};
template <int Numbers>
struct gradient_numbers {};
template <int Numbers>
struct state_numbers {};
template <int Numbers>
struct wants_numbers {};

// Each prints its one error where it is instantiated.

template <class Given>
struct not_a_block {
    static constexpr bool has_static_size = !std::is_same_v<Given, Given>;
    static_assert(
        has_static_size,
        "parameters, gradient and state are blocks of a static size: parameters<Net>, optimizer_state, "
        "a matrix, a view or a std::array");
};

template <class Gradient, class Parameters>
struct gradient_size_mismatch;
template <int Has, int Wants>
struct gradient_size_mismatch<gradient_numbers<Has>, parameter_numbers<Wants>> {
    static_assert(Has == Wants, "an optimizer needs as many numbers of gradient as there are parameters");
};

template <class Rule, class Wanted>
struct state_missing;
template <class Rule, int Wants>
struct state_missing<Rule, wants_numbers<Wants>> {
    static_assert(Wants == 0, "this optimizer keeps a state: pass an optimizer_state<Optimizer, "
                              "Net::parameter_count> as the last argument");
};

template <class State, class Wanted>
struct state_size_mismatch;
template <int Has, int Wants>
struct state_size_mismatch<state_numbers<Has>, wants_numbers<Wants>> {
    static_assert(Has == Wants, "the state must be for as many parameters as there are: "
                                "optimizer_state<Optimizer, Net::parameter_count>");
};

template <class Rule, class State>
struct steps_not_counted {
    static constexpr bool counts_steps = !std::is_same_v<Rule, Rule>;
    static_assert(counts_steps, "this optimizer changes with the number of the step, so its state must count "
                                "them, as an optimizer_state<Optimizer, Net::parameter_count> does and an "
                                "array does not");
};

template <class Parameter, class Other>
struct number_type_mismatch {
    static_assert(std::is_same_v<Parameter, Other>,
                  "parameters, gradient and state must have numbers of one type");
};

HANDGRAD_END_ISA
} // namespace handgrad
