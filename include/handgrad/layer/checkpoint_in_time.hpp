/// Sequences of which a layer keeps the state alone, now and then.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/layer/checkpoint.hpp>

#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Number, class Layer>
struct no_checkpoint_in_time {
    static constexpr bool can_be_cut = !std::is_same_v<Layer, Layer>;
    static_assert(
        can_be_cut,
        "checkpoint_in_time cuts sequences: its layers must make a row of each step, look at no "
        "later one, draw nothing at random and look at no batch as a whole; outside of it they may");
};
template <int Steps>
struct steps_of_a_checkpoint {
    static_assert(Steps > 0,
                  "a checkpoint in time is for one step at least: checkpoint_in_time<32, gru<8, 16>>");
};

} // namespace mistake

namespace detail {

template <class... Layers>
consteval auto judge_cut_layers() {
    using all = chain<Layers...>;
    return unless < is_causal<all> && !draws<all> && !mixes_rows<all> && stride_of<all> == 1 &&
               !makes_one_row<all> && has_input_gradient<all>,
           mistake::no_checkpoint_in_time < mistake::layer_number<>, all >> {};
}
template <int Steps, class... Layers>
consteval auto judge_checkpoint_in_time() {
    if constexpr (!is_well_formed<checkpoint_verdict<Layers...>>)
        return verdict_is<checkpoint_verdict<Layers...>>;
    else if constexpr (Steps < 1)
        return verdict_is<mistake::steps_of_a_checkpoint<Steps>>;
    else
        return judge_cut_layers<Layers...>();
}
template <int Steps, class... Layers>
using checkpoint_in_time_verdict = typename decltype(judge_checkpoint_in_time<Steps, Layers...>())::type;

template <class Verdict, int Steps, class... Layers>
struct checkpoint_in_time_of
    : ill_formed_layer<Verdict, nearest_chain<Layers...>::inputs, nearest_chain<Layers...>::outputs> {};

template <int Steps, class... Layers>
struct checkpoint_in_time_of<well_formed, Steps, Layers...> : layer_list<Layers...> {
private:
    using base = layer_list<Layers...>;
    using layers = chain<Layers...>;
    static constexpr int size = base::state_size;

    /// A piece of a sequence: those of `Steps` steps, and what is left.
    static constexpr int pieces(extent S) { return (S.steps + Steps - 1) / Steps; }
    static constexpr extent longest(extent S) { return {1, smaller(Steps, S.steps)}; }
    /// Within the scratch: what the chain keeps of a piece on its tape, its output computed again, its
    /// scratch, and the state before the piece.
    template <extent S>
    static constexpr int again_offset = padded(layers::template tape_size<longest(S)>);
    template <extent S>
    static constexpr int inner_offset = again_offset<S> + padded(longest(S) * layers::outputs);
    template <extent S>
    static constexpr int state_offset = inner_offset<S> + padded(layers::template scratch_size<longest(S)>);

public:
    static constexpr int inputs = layers::inputs, outputs = layers::outputs,
                         parameter_count = layers::parameter_count;
    static constexpr long flops = layers::template flops<1>;
    static constexpr bool in_time = true;
    template <extent S>
    static constexpr int tape_size = S.sequences* pieces(S) * size;
    /// (Without a tape, sequences that are no longer than a piece go side by side.)
    template <extent S>
    static constexpr int scratch_size = larger(state_offset<S> + size,
                                               S.steps <= Steps ? layers::template scratch_size<S> : 0);
    static constexpr bool reads_output = layers::reads_output;

    template <extent S, class T, class P, class Tape, class... Memory>
    static constexpr void forward(view<const T, S, inputs> z, P p, [[maybe_unused]] Tape tape,
                                  view<T, S, outputs> y, view<T, 1, scratch_size<S>> scratch,
                                  Memory... state) {
        if constexpr (is_discarded<Tape> && S.steps <= Steps) {
            layers::template forward<S>(
                z, p, discard{}, y, view<T, 1, layers::template scratch_size<S>>(scratch.data()), state...);
        } else {
            for (int b = 0; b < S.sequences; ++b)
                for_each_piece<S>([&]<extent B>(int piece) {
                    if constexpr (!is_discarded<Tape>)
                        (copy_n(state.row(b).data(), size, kept<S>(tape.data(), b, piece)), ...);
                    const int row = b * S.steps + piece * Steps;
                    from_state<T>(
                        b, piece, numbers_of_sequence<T>(b, state...),
                        [&](auto... of_sequence) {
                            layers::template forward<B>(view<const T, B, inputs>(z.data() + row * inputs), p,
                                                        discard{},
                                                        view<T, B, outputs>(y.data() + row * outputs),
                                                        inner<S, B>(scratch), of_sequence...);
                        },
                        state...);
                });
        }
    }

    /// Sequence after sequence, the last piece of each first.
    template <extent S, write W, class T, class GIn, class... Memory>
    static constexpr void vjp(view<const T, S, inputs> z, view<const T, S, outputs> y,
                              view<const T, 1, parameter_count> p, view<const T, 1, tape_size<S>> tape,
                              view<T, S, outputs> g, GIn g_in, view<T, 1, parameter_count> dp,
                              view<T, 1, scratch_size<S>> scratch, Memory... dstate) {
        if constexpr (W == write::overwrite)
            for (T& x : dp) x = 0;
        T* const before = scratch.data() + state_offset<S>;
        for (int b = 0; b < S.sequences; ++b)
            for_each_piece_backwards<S>([&]<extent B>(int piece) {
                const int row = b * S.steps + piece * Steps;
                const view<const T, B, inputs> x(z.data() + row * inputs);
                const view<T, 1, layers::template tape_size<B>> again(scratch.data());
                copy_n(kept<S>(tape.data(), b, piece), size, before);
                from_state<T>(
                    b, piece, before,
                    [&](auto... state) {
                        layers::template fill_tape<B>(x, p, again,
                                                      view<T, B, outputs>(scratch.data() + again_offset<S>),
                                                      inner<S, B>(scratch), state...);
                    },
                    dstate...);
                const auto to = [&] {
                    if constexpr (is_discarded<GIn>)
                        return g_in;
                    else
                        return view<T, B, inputs>(g_in.data() + row * inputs);
                }();
                from_state<T>(
                    b, piece, numbers_of_sequence<T>(b, dstate...),
                    [&](auto... gradient) {
                        layers::template vjp<B, write::accumulate>(
                            x, view<const T, B, outputs>(y.data() + row * outputs), p,
                            view<const T, 1, layers::template tape_size<B>>(again),
                            view<T, B, outputs>(g.data() + row * outputs), to, dp, inner<S, B>(scratch),
                            gradient...);
                    },
                    dstate...);
            });
    }

private:
    /// Calls f.operator()<extent(1, steps)>(number) for the pieces of a sequence in order, or in the other.
    template <extent S, class F>
    HANDGRAD_INLINE static constexpr void for_each_piece(F f) {
        constexpr int whole = S.steps / Steps, rest = S.steps % Steps;
        for (int piece = 0; piece < whole; ++piece) f.template operator()<extent(1, Steps)>(piece);
        if constexpr (rest > 0) f.template operator()<extent(1, rest)>(whole);
    }
    template <extent S, class F>
    HANDGRAD_INLINE static constexpr void for_each_piece_backwards(F f) {
        constexpr int whole = S.steps / Steps, rest = S.steps % Steps;
        if constexpr (rest > 0) f.template operator()<extent(1, rest)>(whole);
        for (int piece = whole - 1; piece >= 0; --piece) f.template operator()<extent(1, Steps)>(piece);
    }

    /// Where on the tape the state before a piece of sequence b is kept.
    template <extent S, class T>
    HANDGRAD_INLINE static constexpr T* kept(T* tape, int b, int piece) {
        return tape + (b * pieces(S) + piece) * size;
    }

    /// Those of sequence b, if there is a memory.
    template <class T, class... Memory>
    HANDGRAD_INLINE static constexpr T* numbers_of_sequence([[maybe_unused]] int b, Memory... all) {
        if constexpr (sizeof...(Memory) == 0)
            return nullptr;
        else
            return (all.row(b).data(), ...);
    }

    /// Calls f with the memory of one sequence, whose numbers are given, at the steps of a piece of sequence
    /// b of `all`; with none if there is none.
    template <class T, class F, class... Memory>
    HANDGRAD_INLINE static constexpr void from_state([[maybe_unused]] int b, [[maybe_unused]] int piece,
                                                     [[maybe_unused]] T* numbers, F f, Memory... all) {
        if constexpr (sizeof...(Memory) == 0) {
            f();
        } else {
            const std::int64_t steps = (all.steps(b) + ...) + std::int64_t{piece} * Steps;
            f(memory<T, 1, size>(numbers, size, &steps));
        }
    }

    /// What the chain wants for a piece.
    template <extent S, extent B, class T>
    HANDGRAD_INLINE static constexpr auto inner(view<T, 1, scratch_size<S>> scratch) {
        return view<T, 1, layers::template scratch_size<B>>(scratch.data() + inner_offset<S>);
    }
};

} // namespace detail

/// The chain of the layers, which keeps of a sequence nothing but the state before every `Steps` steps, and
/// computes what is between once more when the backward pass comes to it: backpropagation through as many
/// steps as there are, in the memory of a few, for at most one forward pass more. Outputs have the bits of
/// the chain; gradients have bits of their own, as they are added up piece after piece, from the last one of
/// a sequence to the first. Of T steps, pieces of about sqrt(T) keep least. (T. Chen et al., 2016; A. Gruslys
/// et al., "Memory-efficient backpropagation through time", 2016.)
///
///     network<checkpoint_in_time<32, gru<8, 64>, lstm<64, 64>>, dense<64, 1>>
///
/// Its layers draw nothing, and look neither ahead nor at a batch as a whole.
template <int Steps, class... Layers>
struct checkpoint_in_time
    : detail::checkpoint_in_time_of<detail::checkpoint_in_time_verdict<Steps, Layers...>, Steps, Layers...> {
    template <class... Others>
    using rebuilt = checkpoint_in_time<Steps, Others...>;
    static constexpr bool in_sequence = true;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
