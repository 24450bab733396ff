/// Two layers with memory, one of which goes through time backwards.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/layer/compose/branch_verdict.hpp>
#include <handgrad/layer/compose/chain_layout.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Number, class Layer>
struct no_direction_in_time {
    static constexpr bool goes_through_time = !std::is_same_v<Layer, Layer>;
    static_assert(goes_through_time, "the layers of bidirectional have a memory, look at no later step, and "
                                     "make a row of each step: gru, lstm, a network of such");
};

} // namespace mistake

namespace detail {

template <class L>
inline constexpr bool goes_through_time = has_memory<L>&& is_causal<L>&& rows_after<L>(extent(1, 4)).steps ==
                                          4;
template <class Forward, class Backward>
consteval auto judge_bidirectional() {
    using verdict = branch_verdict<false, Forward, Backward>;
    if constexpr (!is_well_formed<verdict>)
        return verdict_is<verdict>;
    else if constexpr (!goes_through_time<Forward>)
        return verdict_is<mistake::no_direction_in_time<mistake::layer_number<1>, Forward>>;
    else
        return unless<goes_through_time<Backward>,
                      mistake::no_direction_in_time<mistake::layer_number<2>, Backward>>{};
}
template <class Forward, class Backward>
using bidirectional_verdict = typename decltype(judge_bidirectional<Forward, Backward>())::type;

template <class Verdict, class Forward, class Backward>
struct bidirectional_of : ill_formed_layer<Verdict, usable_widths<Forward>().before,
                                           usable_widths<Forward>().after + usable_widths<Backward>().after> {
};

/// Where its numbers are. On the tape, of each direction: its output, if its way back reads it, and its tape.
/// In the scratch: the inputs backwards; an output, or its gradient; a gradient of the input; a state; what
/// the layer at work wants.
template <extent S, class... Directions>
class directions_layout {
    template <int I>
    using layer = std::tuple_element_t<I - 1, std::tuple<Directions...>>;
    static constexpr int inputs = layer<1>::inputs;
    template <int I>
    static constexpr int output_size = reads_output<layer<I>> ? padded(S* layer<I>::outputs) : 0;
    template <int I>
    static constexpr int output_offset = I == 1 ? 0
                                                : output_size<1> + padded(layer<1>::template tape_size<S>);
    static constexpr int output_buffer = padded(S * inputs);
    static constexpr int input_buffer = output_buffer + padded(S * largest(int(Directions::outputs)...));
    static constexpr int state_buffer = input_buffer + padded(S * inputs);
    static constexpr int inner = state_buffer + padded(S.sequences * largest(state_size_of<Directions>...));

public:
    static constexpr int tape_size = output_offset<2> + output_size<2> + layer<2>::template tape_size<S>;
    static constexpr int scratch_size = inner + largest(scratch_size_of<Directions, S>...);

    template <int I, class T>
    static constexpr view<T, S, layer<I>::outputs> output(view<T, 1, tape_size> tape) {
        return view<T, S, layer<I>::outputs>(tape.data() + output_offset<I>);
    }
    template <int I, class T>
    static constexpr auto tape(view<T, 1, tape_size> tape) {
        return view<T, 1, layer<I>::template tape_size<S>>(tape.data() + output_offset<I> + output_size<I>);
    }
    template <class T>
    static constexpr view<T, S, inputs> backwards(T* scratch) {
        return view<T, S, inputs>(scratch);
    }
    template <int I, class T>
    static constexpr view<T, S, layer<I>::outputs> buffer(T* scratch) {
        return view<T, S, layer<I>::outputs>(scratch + output_buffer);
    }
    template <class T>
    static constexpr view<T, S, inputs> gradient(T* scratch) {
        return view<T, S, inputs>(scratch + input_buffer);
    }
    /// What direction I is given: sequences that begin, or no gradient of where they end.
    template <int I, class Tape, class T>
    static constexpr auto options(Tape all, T* scratch) {
        constexpr int size = state_size_of<layer<I>>;
        T* const numbers = scratch + state_buffer;
        for (int i = 0; i < S.sequences * size; ++i) numbers[i] = T(0);
        const memory<T, S.sequences, size> state(numbers, size, no_steps<S.sequences>);
        if constexpr (is_discarded<Tape>)
            return optional_arguments<Tape, T, memory<T, S.sequences, size>>{all, scratch + inner, state};
        else
            return optional_arguments<decltype(tape<I>(all)), T, memory<T, S.sequences, size>>{
                tape<I>(all), scratch + inner, state};
    }
};

template <class Forward, class Backward>
struct bidirectional_of<well_formed, Forward, Backward> : layer_list<Forward, Backward> {
private:
    using base = layer_list<Forward, Backward>;
    template <int I>
    using direction = typename base::template layer_type<I>;
    template <extent S>
    using layout = directions_layout<S, as_layer<Forward>, as_layer<Backward>>;

public:
    static constexpr int inputs = Forward::inputs, outputs = Forward::outputs + Backward::outputs;
    static constexpr int parameter_count = base::parameter_count;
    static constexpr int state_size = 0; // each sequence is whole: nobody goes on from where it ends
    static constexpr bool in_time = true, causal = false;
    template <extent S>
    static constexpr int tape_size = layout<S>::tape_size;
    template <extent S>
    static constexpr int scratch_size = layout<S>::scratch_size;
    static constexpr bool steps_in_vjp = true;
    static constexpr bool reads_output = false;

    /// `p` holds the parameters, or the frozen forms of the layers.
    template <extent S, class T, class P, class Tape>
    static constexpr void forward(view<const T, S, inputs> x, P p, Tape tape, view<T, S, outputs> y,
                                  view<T, 1, scratch_size<S>> scratch) {
        const auto backwards = layout<S>::backwards(scratch.data());
        reverse<S, inputs>(x.data(), inputs, backwards.data(), inputs);
        run<1, S, T>(x, p, tape, y, scratch.data());
        run<2, S, T>(view<const T, S, inputs>(backwards), p, tape, y, scratch.data());
    }

    template <extent S, write W, class T, class GIn, class DP>
    static constexpr void vjp(view<const T, S, inputs> x, view<const T, S, outputs>,
                              view<const T, 1, parameter_count> p, view<const T, 1, tape_size<S>> tape,
                              view<T, S, outputs> g, GIn g_in, DP dp, view<T, 1, scratch_size<S>> scratch) {
        const auto backwards = layout<S>::backwards(scratch.data());
        reverse<S, inputs>(x.data(), inputs, backwards.data(), inputs);
        run_back<1, S, W, T>(x, p, tape, g, g_in, dp, scratch.data());
        const auto d = layout<S>::gradient(scratch.data());
        const view<const T, S, inputs> x_backwards(backwards);
        if constexpr (is_discarded<GIn>) {
            run_back<2, S, W, T>(x_backwards, p, tape, g, g_in, dp, scratch.data());
        } else {
            run_back<2, S, W, T>(x_backwards, p, tape, g, d, dp, scratch.data());
            for (int b = 0; b < S.sequences; ++b)
                for (int t = 0; t < S.steps; ++t) {
                    T* const to = g_in.row(b * S.steps + t).data();
                    kernel::map<T, inputs>([](auto sum, auto next)
                                               HANDGRAD_INLINE_LAMBDA { return sum + next; },
                                           to, static_cast<const T*>(to),
                                           static_cast<const T*>(d.row((b + 1) * S.steps - 1 - t).data()));
                }
        }
    }

    template <extent S, class T>
        requires(base::any_draws)
    static constexpr void draw(view<T, 1, tape_size<S>> tape, std::uint64_t key, std::ptrdiff_t first_row) {
        rng keys{key};
        if constexpr (draws<direction<1>>)
            direction<1>::template draw<S>(layout<S>::template tape<1>(tape), keys(), first_row);
        if constexpr (draws<direction<2>>)
            direction<2>::template draw<S>(layout<S>::template tape<2>(tape), keys(), first_row);
    }

private:
    /// Where in a row of the outputs those of direction I begin.
    template <int I>
    static constexpr int column = I == 1 ? 0 : Forward::outputs;

    /// Copies rows of N numbers, the last step of each sequence first.
    template <extent S, int N, class T>
    static constexpr void reverse(const T* from, int from_pitch, T* to, int to_pitch) {
        for (int b = 0; b < S.sequences; ++b)
            for (int t = 0; t < S.steps; ++t)
                copy_n(from + ((b + 1) * S.steps - 1 - t) * from_pitch, N, to + (b * S.steps + t) * to_pitch);
    }
    /// Copies rows of N numbers in the order of direction I.
    template <int I, extent S, int N, class T>
    static constexpr void copy_in_time(const T* from, int from_pitch, T* to, int to_pitch) {
        if constexpr (I == 2)
            reverse<S, N>(from, from_pitch, to, to_pitch);
        else
            for (int r = 0; r < S; ++r) copy_n(from + r * from_pitch, N, to + r * to_pitch);
    }

    template <int I, extent S, class T, class P, class Tape>
    static constexpr void run(view<const T, S, inputs> x, P p, Tape tape, view<T, S, outputs> y, T* scratch) {
        constexpr int N = direction<I>::outputs;
        const auto y_i = [&] {
            if constexpr (handgrad::reads_output<direction<I>> && !is_discarded<Tape>)
                return layout<S>::template output<I>(tape);
            else
                return layout<S>::template buffer<I>(scratch);
        }();
        run_forward<direction<I>, S, T>(x, base::template parameters_of<I>(p), y_i,
                                        layout<S>::template options<I>(tape, scratch));
        copy_in_time<I, S, N>(static_cast<const T*>(y_i.data()), N, y.data() + column<I>, outputs);
    }
    template <int I, extent S, write W, class T, class GIn, class DP>
    static constexpr void run_back(view<const T, S, inputs> x, view<const T, 1, parameter_count> p,
                                   view<const T, 1, tape_size<S>> tape, view<T, S, outputs> g, GIn g_in,
                                   DP dp, T* scratch) {
        constexpr int N = direction<I>::outputs;
        const auto g_i = layout<S>::template buffer<I>(scratch);
        copy_in_time<I, S, N>(static_cast<const T*>(g.data()) + column<I>, outputs, g_i.data(), N);
        const auto y_i = [&] {
            if constexpr (handgrad::reads_output<direction<I>>)
                return layout<S>::template output<I>(tape);
            else
                return view<const T, S, N>(g_i); // any place will do: it is not read
        }();
        run_vjp<direction<I>, S, W, T>(x, y_i, base::template parameters_of<I>(p), g_i, g_in,
                                       base::template parameters_of<I>(dp),
                                       layout<S>::template options<I>(tape, scratch));
    }
};

} // namespace detail

/// y_t = (f_t, b_t): f is what one layer makes of the steps x_1 .. x_T, b what another makes of them from the
/// last to the first (M. Schuster, K. Paliwal, "Bidirectional recurrent neural networks", 1997)
///                                                        x_t: (1, In)   y_t: (1, Out_f + Out_b)
///
///     hg::network<hg::bidirectional<hg::gru<8, 16>>, hg::dense<32, 4>>
///
/// Parameters: those of f, then those of b. b begins with the last step that there is, also where a batch is
/// filled up behind sequences that are shorter. Both begin with each sequence, which is therefore whole:
/// hg::sequences<B>(x); neither a state nor stream can be had.
template <class Forward = mistake::not_given, class Backward = Forward>
struct bidirectional
    : detail::bidirectional_of<detail::bidirectional_verdict<Forward, Backward>, Forward, Backward> {
    template <class... Others>
    using rebuilt = bidirectional<Others...>;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
