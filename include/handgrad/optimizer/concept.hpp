/// What an optimizer is, and how its rule is applied to whole parameter blocks.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/overlap.hpp>
#include <handgrad/core/state_block.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/optimizer/step_verdict.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// The rule itself, or for one that changes with the number of the step, what it is at one step.
template <class Rule>
struct rule_of_a_step : std::type_identity<Rule> {};
template <class Rule>
    requires requires(const Rule& rule, std::int64_t t) { rule.at_step(t); }
struct rule_of_a_step<Rule> : std::type_identity<decltype(std::declval<const Rule&>().at_step(1))> {};

template <class Rule>
concept says_what_steps = requires {
    typename Rule::elementwise;
};
template <class Rule, class What>
concept says_elementwise = says_what_steps<Rule> && std::is_same_v<typename Rule::elementwise, What>;

template <class Rule, class V, std::size_t... State>
constexpr bool updates(std::index_sequence<State...>) {
    return requires(const typename rule_of_a_step<Rule>::type& rule, V& p, V g,
                    V(&state)[sizeof...(State) + 1]) {
        rule.update(p, g, state[State]...);
    };
}

} // namespace detail

/// An optimizer is an elementwise rule: a small copyable aggregate of hyper-parameters with
///     static constexpr int states                       numbers of state that it keeps per parameter
///     void update(V& p, V g, V&... state) const         one step, on any simd::vector V
/// so that it can run alone over whole blocks (apply) or while a gradient is still in registers, with the
/// same bits. State starts as zero. The hyper-parameters are doubles, rounded once to the type of the
/// parameters; those of the library's optimizers are settings (core/setting.hpp), each in its range or
/// refused: a rate that is NaN or infinite, say.
///
/// A rule that changes with the number t = 1, 2, .. of the step offers, in place of update,
///     auto at_step(std::int64_t t) const                what it is at step t: something with such an update
/// which is called once for all parameters; the number comes from the state, an optimizer_state.
///
/// A name, `static constexpr const char* name`, tells its state from that of another rule which keeps as many
/// numbers.
///
/// A rule may be all there is: train_step takes its step. If it has a function of its own besides,
///     void operator()(p, gradient, state...) const      one step on all parameters
/// it says whether that does more:
///     using elementwise = its own name                  no more than the rule, by apply: train_step takes
///     the
///                                                       step of the rule while a gradient is in registers
///     using elementwise = void                          more: train_step calls it
/// A struct that is derived from one which says so has a function that does more, unless it says otherwise.
template <class Rule>
concept optimizer = requires {
    { Rule::states } -> std::convertible_to<int>;
}
&&std::is_trivially_copyable_v<Rule>&& Rule::states >= 0 &&
    detail::updates<Rule, simd::scalar_vector<float>>(
        std::make_index_sequence<static_cast<std::size_t>(Rule::states)>{}) &&
    detail::updates<Rule, simd::scalar_vector<double>>(
        std::make_index_sequence<static_cast<std::size_t>(Rule::states)>{});

/// The state that a rule keeps for N parameters (core/state_block.hpp): state s of parameter i is element
/// s N + i.
template <optimizer Rule, int N, class T = float>
using optimizer_state = state_block<T, Rule::states * N, detail::rule_of_state<Rule>>;

namespace detail {

template <class T, int Size, std::uint64_t Rule>
inline constexpr bool is_whole_object<state_block<T, Size, Rule>> = true;

/// The rule of the step that comes next ...
template <class Rule, class State>
constexpr auto next_step(const Rule& rule, const State& state) {
    if constexpr (changes_with_steps<Rule>)
        return rule.at_step(state.steps() + 1);
    else
        return rule;
}
/// ... which is counted apart, once nothing can fail any more.
template <class State>
constexpr void count_step(State& state) {
    if constexpr (requires { state.count_step(); })
        state.count_step();
    else if constexpr (counts_steps<State>)
        state.set_steps(state.steps() + 1);
}

/// Calls f(block) for the blocks that make up what of P an optimizer may change: the ranges that P::learned
/// lists, or all of it.
template <class V, class P, class F>
HANDGRAD_INLINE constexpr void for_each_learned_block(F f) {
    if constexpr (requires { P::learned; }) {
        [&]<std::size_t... I>(std::index_sequence<I...>) HANDGRAD_INLINE_LAMBDA {
            (kernel::for_each_block<V, P::learned[I].count>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                 lanes.first += P::learned[I].first;
                 f(lanes);
             }),
             ...);
        }
        (std::make_index_sequence<P::learned.size()>{});
    } else {
        kernel::for_each_block<V, block_size<P>>(f);
    }
}

/// `rule` is a copy: no store to p can be taken for a change of it.
template <int States, class Rule, class P, class Gradient, class State>
constexpr void apply_blocks(const Rule rule, P& p, const Gradient& gradient, State& state) {
    constexpr int parameters = block_size<P>;
    using T = block_number<P>;
    T* const parameter = p.data();
    const T* const g = gradient.data();
    T* const s = state.data();
    simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
        for_each_learned_block<V, P>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
            [&]<std::size_t... I>(std::index_sequence<I...>) HANDGRAD_INLINE_LAMBDA {
                V value = lanes.load(parameter);
                [[maybe_unused]] V kept[States + 1] = {lanes.load(s + I * parameters)...};
                rule.update(value, lanes.load(g), kept[I]...);
                lanes.store(parameter, value);
                (lanes.store(s + I * parameters, kept[I]), ...);
            }
            (std::make_index_sequence<static_cast<std::size_t>(States)>{});
        });
    });
}

/// The three lie apart, or the gradient where p does.
template <class P, class Gradient, class State>
HANDGRAD_INLINE constexpr void check_blocks(const P& p, const Gradient& gradient,
                                            const State& state) noexcept {
    constexpr const char* call = "an optimizer's step";
    const auto parameters = numbers_of("the parameters", p);
    const auto slope = numbers_of("the gradient", gradient);
    if (slope.begin != parameters.begin) require_apart<false>(call, slope, parameters);
    require_apart<false>(call, numbers_of("the optimizer's state", state), slope, parameters);
}

} // namespace detail

/// One step of `rule` on every parameter: p, gradient and state are contiguous blocks of one element type
/// with data() and a static size (parameters, matrices, views, std::array); state holds Rule::states times as
/// many numbers as p, and may be left away if that is none. Where p says that it is learned in parts only
/// (parameters<Net> of a network with batch_norm does), the other numbers stay. If the state counts steps
/// (optimizer_state does), this is one more. The gradient may lie where p does; another overlap is refused.
template <optimizer Rule, class P, class Gradient, class... State>
    requires(sizeof...(State) < 2)
constexpr void apply(const Rule& rule, P&& p, const Gradient& gradient, State&&... state) noexcept {
    using parameters = std::remove_cvref_t<P>;
    using verdict = detail::apply_verdict<Rule, P, Gradient, State...>;
    [[maybe_unused]] const auto step = [&](auto& kept) {
        detail::check_blocks(p, gradient, kept);
        detail::apply_blocks<Rule::states>(detail::next_step(rule, kept), p, gradient, kept);
        detail::count_step(kept);
    };
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
    } else if constexpr (sizeof...(State) == 0) {
        optimizer_state<Rule, 0, detail::block_number<parameters>> nothing;
        step(nothing);
    } else {
        step(state...);
    }
}

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
