/// Layers that are computed twice so that less need be kept.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/layer/compose/branch_verdict.hpp>
#include <handgrad/layer/compose/chain.hpp>
#include <handgrad/layer/compose/stand_in.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Number, class Layer>
struct statistics_in_checkpoint {
    static constexpr bool keeps_statistics = has_statistics<Layer>;
    static_assert(!keeps_statistics,
                  "a checkpoint forgets its forward pass, so that it cannot contain a layer "
                  "that observes its batch after the step, such as batch_norm");
};

} // namespace mistake

namespace detail {

/// The key and the row by which the layers of a checkpoint draw, as numbers that any T holds exactly: 16 bits
/// in each.
struct kept_draw {
    static constexpr int size = 8;
    std::uint64_t key;
    std::ptrdiff_t first_row;

    template <class T>
    constexpr void put(T* to) const {
        for (int i = 0; i < 4; ++i) {
            to[i] = static_cast<T>(key >> 16 * i & 0xffff);
            to[4 + i] = static_cast<T>(static_cast<std::uint64_t>(first_row) >> 16 * i & 0xffff);
        }
    }
    template <class T>
    static constexpr kept_draw get(const T* from) {
        std::uint64_t key = 0, row = 0;
        for (int i = 0; i < 4; ++i) {
            key |= static_cast<std::uint64_t>(from[i]) << 16 * i;
            row |= static_cast<std::uint64_t>(from[4 + i]) << 16 * i;
        }
        return {key, static_cast<std::ptrdiff_t>(row)};
    }
};

template <int Number, class First, class... Rest>
consteval auto find_statistics() {
    if constexpr (has_statistics<First>)
        return verdict_is<mistake::statistics_in_checkpoint<mistake::layer_number<Number>, First>>;
    else if constexpr (sizeof...(Rest) > 0)
        return find_statistics<Number + 1, Rest...>();
    else
        return verdict_is<well_formed>;
}
template <class... Layers>
consteval auto judge_checkpoint() {
    if constexpr (!chainable<Layers...>)
        return verdict_is<verdict<Layers...>>;
    else
        return find_statistics<1, Layers...>();
}
template <class... Layers>
using checkpoint_verdict = typename decltype(judge_checkpoint<Layers...>())::type;

template <class Verdict, class... Layers>
struct checkpoint_of
    : ill_formed_layer<Verdict, nearest_chain<Layers...>::inputs, nearest_chain<Layers...>::outputs> {};

template <class... Layers>
struct checkpoint_of<well_formed, Layers...> : layer_list<Layers...> {
private:
    using base = layer_list<Layers...>;
    using layers = chain<Layers...>;
    static constexpr bool drawing = draws<layers>;

public:
    static constexpr extent after(extent rows) { return layers::after(rows); }

private:
    /// Within the scratch: what chain keeps on its tape, the output that is computed again, chain's scratch.
    template <extent B>
    static constexpr int again_offset = layers::template tape_size<B>;
    template <extent B>
    static constexpr int inner_offset = again_offset<B> + (layers::template tape_needs_output<B>
                                                               ? padded(after(B) * layers::outputs)
                                                               : 0);

public:
    static constexpr int inputs = layers::inputs, outputs = layers::outputs,
                         parameter_count = layers::parameter_count;
    static constexpr long flops = layers::template flops<1>;
    static constexpr int stride = layers::stride;

private:
    /// On the tape, what they draw by, then the state before; in the scratch, a copy of that after chain's.
    static constexpr int kept_state_offset = drawing ? kept_draw::size : 0;
    template <extent B>
    static constexpr int state_numbers = B.sequences* layers::state_size;
    template <extent B>
    static constexpr int state_offset = inner_offset<B> + padded(layers::template scratch_size<B>);

public:
    template <extent B>
    static constexpr int tape_size = kept_state_offset + state_numbers<B>;
    template <extent B>
    static constexpr int scratch_size =
        state_numbers<B> == 0 ? inner_offset<B> + layers::template scratch_size<B>
                              : state_offset<B> + state_numbers<B>;
    static constexpr bool steps_in_vjp = true;
    static constexpr bool reads_output = layers::reads_output;

    template <extent B, class T, class P, class Tape, class... Memory>
    static constexpr void forward(view<const typename base::template input_number<T>, B, inputs> z, P p,
                                  [[maybe_unused]] Tape tape, view<T, after(B), outputs> y,
                                  view<T, 1, scratch_size<B>> scratch, Memory... state) {
        if constexpr (!is_discarded<Tape>) (state.copy_to(tape.data() + kept_state_offset), ...);
        if constexpr (drawing && !is_discarded<Tape>)
            layers::template forward<B>(z, p, drawn<B>(tape.data(), scratch), y, inner<B>(scratch), state...);
        else
            layers::template forward<B>(z, p, discard{}, y, inner<B>(scratch), state...);
    }

    template <extent B, write W, class T, class Tape, class GIn, class DP, class... Memory>
    static constexpr void vjp(view<const typename base::template input_number<T>, B, inputs> z,
                              view<const T, after(B), outputs> y, view<const T, 1, parameter_count> p,
                              Tape tape, view<T, after(B), outputs> g, GIn g_in, DP dp,
                              view<T, 1, scratch_size<B>> scratch, Memory... dstate) {
        [[maybe_unused]] T* const state = scratch.data() + state_offset<B>;
        if constexpr (state_numbers < B >> 0)
            copy_n(tape.data() + kept_state_offset, state_numbers<B>, state);
        const auto again = drawn<B>(tape.data(), scratch);
        layers::template fill_tape<B>(z, p, again,
                                      view<T, after(B), outputs>(scratch.data() + again_offset<B>),
                                      inner<B>(scratch), dstate.with_numbers(state)...);
        layers::template vjp<B, W, T>(z, y, p, again, g, g_in, dp, inner<B>(scratch), dstate...);
    }

    template <extent B, class T>
        requires(drawing)
    static constexpr void draw(view<T, 1, tape_size<B>> tape, std::uint64_t key, std::ptrdiff_t first_row) {
        kept_draw{key, first_row}.put(tape.data());
    }

private:
    template <extent B, class T>
    HANDGRAD_INLINE static constexpr auto inner(view<T, 1, scratch_size<B>> scratch) {
        return view<T, 1, layers::template scratch_size<B>>(scratch.data() + inner_offset<B>);
    }

    /// The tape of the layers, within the scratch, with what they draw.
    template <extent B, class T>
    static constexpr auto drawn([[maybe_unused]] const T* kept, view<T, 1, scratch_size<B>> scratch) {
        const view<T, 1, layers::template tape_size<B>> tape(scratch.data());
        if constexpr (drawing) {
            const kept_draw from = kept_draw::get(kept);
            layers::template draw<B>(tape, from.key, from.first_row);
        }
        return tape;
    }
};

} // namespace detail

/// The chain of the layers, which keeps nothing but its input and computes the Z_i between once more when the
/// backward pass comes to it: the same bits for less memory, for at most one forward pass of the layers more,
/// a third of a step of training. Of L equal layers in checkpoints of about sqrt(L), a workspace grows as
/// sqrt(L). Of sequences it keeps the state before, too. (T. Chen et al., "Training deep nets with sublinear
/// memory cost", 2016; A. Griewank, 1992.)
///
///     network<checkpoint<dense<64, 64, relu>, dense<64, 64, relu>>, dense<64, 10>>
template <class... Layers>
struct checkpoint : detail::checkpoint_of<detail::checkpoint_verdict<Layers...>, Layers...> {
    template <class... Others>
    using rebuilt = checkpoint<Others...>;
    static constexpr bool in_sequence = true;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
