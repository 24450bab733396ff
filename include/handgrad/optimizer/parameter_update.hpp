/// A step of an optimizer that is taken while the gradient is in registers.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/discard.hpp>
#include <handgrad/kernel/epilogue.hpp>
#include <handgrad/optimizer/concept.hpp>
#include <handgrad/simd/register_hints.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

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

/// Each sum is the gradient of a parameter: p, and its state, change by the rule. State s of the first is at
/// state + s stride. `out` keeps what is not finished yet.
template <class Rule, int States, class T, class Cols>
struct finish_update {
    T* out;
    T* p;
    T* state;
    std::ptrdiff_t stride;
    Rule rule;
    [[no_unique_address]] Cols cols{};

    static constexpr bool changes_once = true;

    template <class V, int Count>
    HANDGRAD_INLINE constexpr void end(std::ptrdiff_t row, std::ptrdiff_t col, V sum) const {
        numbers<V> old = load<V, Count>(row * cols + col);
        change(old, sum);
        store<V, Count>(row * cols + col, old);
    }

    /// A row of Vectors vectors, the last of which begins at column `last`. All are read before any is
    /// written: the columns that two of them share change from the same old numbers twice, and are not read
    /// while a store to them is under way.
    template <class V, int Vectors>
    HANDGRAD_INLINE constexpr void end_row(std::ptrdiff_t row, std::ptrdiff_t last, const V* sums) const {
        const auto place = [&](int j) HANDGRAD_INLINE_LAMBDA {
            return row * cols + (j + 1 < Vectors ? j * V::width : last);
        };
        numbers<V> old[Vectors];
        HANDGRAD_UNROLL
        for (int j = 0; j < Vectors; ++j) old[j] = load<V, V::width>(place(j));
        HANDGRAD_UNROLL
        for (int j = 0; j < Vectors; ++j) change(old[j], sums[j]);
        HANDGRAD_UNROLL
        for (int j = 0; j < Vectors; ++j) store<V, V::width>(place(j), old[j]);
    }

    HANDGRAD_INLINE constexpr finish_update at(std::ptrdiff_t row, std::ptrdiff_t col) const {
        const std::ptrdiff_t i = row * cols + col;
        return {out + i, p + i, States > 0 ? state + i : state, stride, rule, cols};
    }
    HANDGRAD_INLINE constexpr finish_update<Rule, States, T, kernel::varying> shared() const {
        return {out, p, state, stride, rule, cols};
    }

private:
    /// Parameters, and what the rule keeps of each.
    template <class V>
    struct numbers {
        V value;
        V kept[States + 1];
    };
    using states = std::make_integer_sequence<int, States>;

    template <class V, int Count>
    HANDGRAD_INLINE constexpr numbers<V> load(std::ptrdiff_t i) const {
        return [&]<int... S>(std::integer_sequence<int, S...>) HANDGRAD_INLINE_LAMBDA {
            return numbers<V>{V::template load_first<Count>(p + i),
                              {V::template load_first<Count>(state + S * stride + i)...}};
        }
        (states{});
    }
    template <class V>
    HANDGRAD_INLINE constexpr void change(numbers<V>& old, V gradient) const {
        [&]<int... S>(std::integer_sequence<int, S...>) HANDGRAD_INLINE_LAMBDA {
            rule.update(old.value, gradient, old.kept[S]...);
        }
        (states{});
    }
    template <class V, int Count>
    HANDGRAD_INLINE constexpr void store(std::ptrdiff_t i, const numbers<V>& changed) const {
        [&]<int... S>(std::integer_sequence<int, S...>) HANDGRAD_INLINE_LAMBDA {
            changed.value.template store_first<Count>(p + i);
            (changed.kept[S].template store_first<Count>(state + S * stride + i), ...);
        }
        (states{});
    }
};

/// What a layer's vjp may be given in place of dp (layer/options.hpp): Size parameters, state s of the first
/// at state + s stride, and the rule that changes them. `gradient` is room for what cannot stay in registers.
template <class Rule, int States, int Size, class T>
struct parameter_update {
    Rule rule;
    T* p;
    T* state;
    std::ptrdiff_t stride;
    T* gradient;

    /// The same of parameters First .. First + Count - 1.
    template <int First, int Count>
    HANDGRAD_INLINE constexpr parameter_update<Rule, States, Count, T> part() const {
        static_assert(First + Count <= Size);
        return {rule, p + First, States > 0 ? state + First : state, stride, gradient + First};
    }

    /// How a product ends whose result, row by row of Cols numbers, is the gradient of the parameters.
    template <int Cols>
    HANDGRAD_INLINE constexpr finish_update<Rule, States, T, kernel::fixed<Cols>> finish() const {
        return {gradient, p, state, stride, rule};
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
template <class Rule, int States, int Size, class T>
inline constexpr bool is_update<parameter_update<Rule, States, Size, T>> = true;

/// The update of all of P by the next step, which count_step(state) counts.
template <class Rule, class P, class State>
constexpr auto next_update(const Rule& rule, P& p, typename P::value_type* gradient, State& state) {
    const auto step = next_step(rule, state);
    return parameter_update<std::remove_const_t<decltype(step)>, Rule::states, P::size,
                            typename P::value_type>{step, p.data(), state.data(), P::size, gradient};
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
