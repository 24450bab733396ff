/// A step of an optimizer that is taken while the gradient is in registers.
#pragma once

#include <handgrad/core/discard.hpp>
#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/optimizer/concept.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Whether all that a step of Rule does is its elementwise rule.
template <class Rule>
concept elementwise = optimizer<Rule> &&(says_elementwise<Rule, Rule> || !says_what_steps<Rule>);

/// A step on all parameters: by the function of Step or, where it is a rule and nothing else, by that.
template <class Step, class P, class Gradient, class... State>
HANDGRAD_INLINE constexpr void take_step(const Step& step, P& p, Gradient& gradient, State&... state) {
    if constexpr (std::is_invocable_v<const Step&, P&, Gradient&, State&...>)
        step(p, gradient, state...);
    else
        apply(step, p, gradient, state...);
}

/// Each sum is the gradient of a parameter: p, and its state, change by the rule. `out` keeps what is not
/// finished yet.
template <class Rule, int States, int Stride, class T, int Cols>
struct finish_update {
    T* out;
    T* p;
    T* state;
    Rule rule;

    static constexpr bool changes_once = true;

    template <class V, int Count>
    HANDGRAD_INLINE constexpr void end(int row, int col, V sum) const {
        const int i = row * Cols + col;
        [&]<std::size_t... S>(std::index_sequence<S...>) HANDGRAD_INLINE_LAMBDA {
            V value = V::template load_first<Count>(p + i);
            [[maybe_unused]] V kept[States + 1] = {V::template load_first<Count>(state + S * Stride + i)...};
            rule.update(value, sum, kept[S]...);
            value.template store_first<Count>(p + i);
            (kept[S].template store_first<Count>(state + S * Stride + i), ...);
        }
        (std::make_index_sequence<static_cast<std::size_t>(States)>{});
    }
};

/// What a layer's vjp may be given in place of dp (layer/options.hpp): Size parameters, state s of the first
/// at state + s Stride, and the rule that changes them. `gradient` is room for what cannot stay in registers.
template <class Rule, int States, int Size, int Stride, class T>
struct parameter_update {
    Rule rule;
    T* p;
    T* state;
    T* gradient;

    /// The same of parameters First .. First + Count - 1.
    template <int First, int Count>
    HANDGRAD_INLINE constexpr parameter_update<Rule, States, Count, Stride, T> part() const {
        static_assert(First + Count <= Size);
        return {rule, p + First, States > 0 ? state + First : state, gradient + First};
    }

    /// How a product ends whose result, row by row of Cols numbers, is the gradient of the parameters.
    template <int Cols>
    HANDGRAD_INLINE constexpr finish_update<Rule, States, Stride, T, Cols> finish() const {
        return {gradient, p, state, rule};
    }

    /// The step of parameters First .. First + Count - 1, whose gradient is in its room.
    template <int First, int Count>
    constexpr void apply() const {
        const auto step = part<First, Count>();
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            kernel::for_each_block<V, Count>([&]<int N>(kernel::block<V, N> lanes) HANDGRAD_INLINE_LAMBDA {
                step.template finish<Count>().template end<V, N>(0, lanes.first, lanes.load(step.gradient));
            });
        });
    }
};

/// What stands in place of dp where nobody wants the gradient: `discard`, with room for Size numbers where
/// those layers put it that must put it somewhere.
template <int Size, class T>
struct unwanted_gradient : discard {
    T* room;

    constexpr explicit unwanted_gradient(T* room_for_numbers) noexcept : room(room_for_numbers) {}

    /// The same for parameters First .. First + Count - 1.
    template <int First, int Count>
    HANDGRAD_INLINE constexpr unwanted_gradient<Count, T> part() const {
        static_assert(First + Count <= Size);
        return unwanted_gradient<Count, T>(room + First);
    }
};

template <class Dp>
inline constexpr bool is_update = false;
template <class Rule, int States, int Size, int Stride, class T>
inline constexpr bool is_update<parameter_update<Rule, States, Size, Stride, T>> = true;

/// The update of all of P by the next step, which count_step(state) counts.
template <class Rule, class P, class State>
constexpr auto next_update(const Rule& rule, P& p, typename P::value_type* gradient, State& state) {
    const auto step = next_step(rule, state);
    return parameter_update<std::remove_const_t<decltype(step)>, Rule::states, P::size, P::size,
                            typename P::value_type>{step, p.data(), state.data(), gradient};
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
