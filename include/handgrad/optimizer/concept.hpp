/// What an optimiser is, and how its rule is applied to whole parameter blocks.
#pragma once

#include <handgrad/kernel/elementwise.hpp>

#include <array>
#include <concepts>
#include <type_traits>
#include <utility>

namespace handgrad::inline HANDGRAD_ISA {

namespace detail {

template <class Rule, class V, std::size_t... State>
constexpr bool updates(std::index_sequence<State...>) {
    return requires(const Rule& rule, V& p, V g, V(&state)[sizeof...(State) + 1]) {
        rule.update(p, g, state[State]...);
    };
}

/// The number of elements of a block: its static member `size`, or the length of a std::array.
template <class Block>
inline constexpr int block_size = Block::size;
template <class T, std::size_t N>
inline constexpr int block_size<std::array<T, N>> = static_cast<int>(N);

} // namespace detail

/// An optimiser is an elementwise rule: a small copyable aggregate of hyper-parameters with
///     static constexpr int states                       numbers of state that it keeps per parameter
///     void update(V& p, V g, V&... state) const         one step, on any simd::vector V
/// so that it can run alone over whole blocks (apply) or while a gradient is still in registers, with the
/// same bits. State starts as zero. The hyper-parameters are doubles, rounded once to the type of the
/// parameters.
template <class Rule>
concept optimizer = requires {
    { Rule::states } -> std::convertible_to<int>;
}
&&std::is_trivially_copyable_v<Rule>&& Rule::states >= 0 &&
    detail::updates<Rule, scalar_vector<float>>(
        std::make_index_sequence<static_cast<std::size_t>(Rule::states)>{}) &&
    detail::updates<Rule, scalar_vector<double>>(
        std::make_index_sequence<static_cast<std::size_t>(Rule::states)>{});

/// The state that a rule keeps for N parameters: a flat block, 64-byte aligned, zero at first; state s of
/// parameter i is element s N + i.
template <optimizer Rule, int N, class T = float>
class optimizer_state {
public:
    using value_type = T;
    static constexpr int size = Rule::states * N;

    HANDGRAD_INLINE constexpr T* data() noexcept { return data_; }
    HANDGRAD_INLINE constexpr const T* data() const noexcept { return data_; }
    HANDGRAD_INLINE constexpr T* begin() noexcept { return data_; }
    HANDGRAD_INLINE constexpr const T* begin() const noexcept { return data_; }
    HANDGRAD_INLINE constexpr T* end() noexcept { return data_ + size; }
    HANDGRAD_INLINE constexpr const T* end() const noexcept { return data_ + size; }

private:
    alignas(64) T data_[size > 0 ? size : 1] = {};
};

/// One step of `rule` on every parameter: p, gradient and state are contiguous blocks of one element type
/// with data() and a static size (parameters, matrices, views, std::array); state holds Rule::states times as
/// many numbers as p.
template <optimizer Rule, class P, class Gradient, class State>
constexpr void apply(const Rule& rule, P&& p, const Gradient& gradient, State&& state) {
    constexpr int parameters = detail::block_size<std::remove_cvref_t<P>>;
    constexpr int gradients = detail::block_size<Gradient>;
    constexpr int states = detail::block_size<std::remove_cvref_t<State>>;
    using T = std::remove_cvref_t<decltype(*p.data())>;
    constexpr bool one_type = std::is_same_v<T, std::remove_cvref_t<decltype(*gradient.data())>> &&
                              std::is_same_v<T, std::remove_cvref_t<decltype(*state.data())>>;
    static_assert(gradients == parameters, "an optimiser needs as many gradients as parameters");
    static_assert(states == Rule::states * parameters,
                  "an optimiser needs Rule::states numbers of state for each parameter");
    static_assert(one_type, "parameters, gradients and state have one element type");
    if constexpr (gradients == parameters && states == Rule::states * parameters && one_type) {
        T* const parameter = p.data();
        const T* const g = gradient.data();
        T* const s = state.data();
        const Rule local = rule; // no store to p can be taken for a change of the rule
        with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            for_each_block<V, parameters>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                [&]<std::size_t... I>(std::index_sequence<I...>) HANDGRAD_INLINE_LAMBDA {
                    V value = lanes.load(parameter);
                    [[maybe_unused]] V kept[Rule::states + 1] = {lanes.load(s + I * parameters)...};
                    local.update(value, lanes.load(g), kept[I]...);
                    lanes.store(parameter, value);
                    (lanes.store(s + I * parameters, kept[I]), ...);
                }
                (std::make_index_sequence<static_cast<std::size_t>(Rule::states)>{});
            });
        });
    }
}

/// One step of a rule that keeps no state.
template <optimizer Rule, class P, class Gradient>
constexpr void apply(const Rule& rule, P&& p, const Gradient& gradient) {
    static_assert(Rule::states == 0,
                  "this optimiser keeps state: pass its optimizer_state as the last argument");
    if constexpr (Rule::states == 0) {
        using T = std::remove_cvref_t<decltype(*p.data())>;
        optimizer_state<Rule, detail::block_size<Gradient>, T> nothing;
        apply(rule, p, gradient, nothing);
    }
}

} // namespace handgrad::inline HANDGRAD_ISA
