/// What can be wrong with a step of an optimizer, and the blocks of numbers that it works on.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/hash.hpp>
#include <handgrad/core/verdict.hpp>
#include <handgrad/core/written.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <int Numbers>
struct parameter_numbers {};
template <int Numbers>
struct gradient_numbers {};
template <int Numbers>
struct state_numbers {};
template <int Numbers>
struct wants_numbers {};

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
struct state_of_another_optimizer {
    static_assert(detail::holds<Rule>, "this state is that of another optimizer: pass the "
                                       "optimizer_state<Optimizer, Net::parameter_count> of this one");
};

template <class Rule, class State>
struct steps_not_counted {
    static constexpr bool counts_steps = !std::is_same_v<Rule, Rule>;
    static_assert(counts_steps, "this optimizer changes with the number of the step, so its state must count "
                                "them, as an optimizer_state<Optimizer, Net::parameter_count> does and an "
                                "array does not");
};

template <class Rule>
struct elementwise_not_said {
    static constexpr bool says = !std::is_same_v<Rule, Rule>;
    static_assert(says,
                  "this optimizer has a rule, `update`, and a function of its own, operator(), which may "
                  "do more: say `using elementwise = ` its own name if it does not, so that the rule is "
                  "applied while a gradient is in registers, else `using elementwise = void`");
};

template <class Parameter, class Other>
struct number_type_mismatch {
    static_assert(std::is_same_v<Parameter, Other>,
                  "parameters, gradient and state must have numbers of one type");
};

} // namespace mistake

namespace detail {

template <class Rule>
inline constexpr bool changes_with_steps = requires(const Rule& rule, std::int64_t t) {
    rule.at_step(t);
};

/// The number of elements of a block: its static member `size`, or the length of a std::array; else -1.
template <class Block>
inline constexpr int block_size = -1;
template <class Block>
    requires requires { typename std::integral_constant<int, Block::size>; }
inline constexpr int block_size<Block> = Block::size;
template <class T, std::size_t N>
inline constexpr int block_size<std::array<T, N>> = static_cast<int>(N);

template <class Block>
using block_number = std::remove_cvref_t<decltype(*std::declval<Block&>().data())>;

template <class Rule>
concept has_name = requires {
    { Rule::name } -> std::convertible_to<const char*>;
};
/// What an optimizer_state says of its rule: 0 if that has no name.
template <class Rule>
consteval std::uint64_t find_rule_of_state() {
    if constexpr (has_name<Rule>) {
        hash sum;
        sum.add(std::string_view(Rule::name));
        return sum.value();
    } else {
        return 0;
    }
}
template <class Rule>
inline constexpr std::uint64_t rule_of_state = find_rule_of_state<Rule>();

/// Whether both have a name, and not the same one.
template <class Rule, class State>
inline constexpr bool is_state_of_another = false;
template <class Rule, class State>
    requires requires { typename std::integral_constant<std::uint64_t, State::rule>; }
inline constexpr bool is_state_of_another<Rule, State> =
    State::rule != rule_of_state<Rule> && State::rule != 0 && rule_of_state<Rule> != 0;

template <class State>
concept counts_steps = requires(State& state) {
    state.set_steps(state.steps());
};

/// What is wrong with a step of Rule.
template <class Rule, class P, class Gradient>
consteval auto judge_blocks() {
    if constexpr (block_size<P> < 0)
        return verdict_is<mistake::not_a_block<P>>;
    else if constexpr (block_size<Gradient> < 0)
        return verdict_is<mistake::not_a_block<Gradient>>;
    else if constexpr (block_size<Gradient> != block_size<P>)
        return verdict_is<mistake::gradient_size_mismatch<mistake::gradient_numbers<block_size<Gradient>>,
                                                          mistake::parameter_numbers<block_size<P>>>>;
    else if constexpr (!std::is_same_v<block_number<Gradient>, block_number<P>>)
        return verdict_is<mistake::number_type_mismatch<block_number<P>, block_number<Gradient>>>;
    else
        return verdict_is<well_formed>;
}

template <class Rule, class P>
consteval auto judge_state() {
    if constexpr (Rule::states != 0)
        return verdict_is<mistake::state_missing<Rule, mistake::wants_numbers<Rule::states * block_size<P>>>>;
    else if constexpr (changes_with_steps<Rule>)
        return verdict_is<mistake::steps_not_counted<Rule, void>>;
    else
        return verdict_is<well_formed>;
}
template <class Rule, class P, class State>
consteval auto judge_state() {
    constexpr int wanted = Rule::states * block_size<P>;
    if constexpr (block_size<State> < 0)
        return verdict_is<mistake::not_a_block<State>>;
    else if constexpr (block_size<State> != wanted)
        return verdict_is<mistake::state_size_mismatch<mistake::state_numbers<block_size<State>>,
                                                       mistake::wants_numbers<wanted>>>;
    else if constexpr (!std::is_same_v<block_number<State>, block_number<P>>)
        return verdict_is<mistake::number_type_mismatch<block_number<P>, block_number<State>>>;
    else if constexpr (is_state_of_another<Rule, State>)
        return verdict_is<mistake::state_of_another_optimizer<Rule, State>>;
    else if constexpr (changes_with_steps<Rule> && !counts_steps<State>)
        return verdict_is<mistake::steps_not_counted<Rule, State>>;
    else
        return verdict_is<well_formed>;
}

template <class Rule, class P, class Gradient, class... State>
consteval auto judge_step() {
    using blocks = decltype(judge_blocks<Rule, P, Gradient>());
    if constexpr (is_well_formed<typename blocks::type>)
        return judge_state<Rule, P, State...>();
    else
        return blocks{};
}
template <class Rule, class P, class Gradient, class... State>
using step_verdict = typename decltype(judge_step<Rule, P, Gradient, State...>())::type;

/// The same of what is passed as P&&, Gradient and State&&, the first and the last of which are written to.
template <class Rule, class P, class Gradient, class... State>
consteval auto judge_apply() {
    using verdict = step_verdict<Rule, std::remove_cvref_t<P>, Gradient, std::remove_cvref_t<State>...>;
    if constexpr (is_well_formed<verdict>)
        return verdict_is<
            typename first_mistake<decltype(judge_written<P>()), decltype(judge_written<State>())...>::type>;
    else
        return verdict_is<verdict>;
}
template <class Rule, class P, class Gradient, class... State>
using apply_verdict = typename decltype(judge_apply<Rule, P, Gradient, State...>())::type;

/// A block of numbers of a static size, passed as Block&&, is written to.
template <class Block>
consteval auto judge_written_block() {
    if constexpr (block_size<std::remove_cvref_t<Block>> < 0)
        return verdict_is<mistake::not_a_block<std::remove_cvref_t<Block>>>;
    else
        return judge_written<Block>();
}
template <class Block>
using written_block_verdict = typename decltype(judge_written_block<Block>())::type;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
