/// The laws of a layer, checked: for the library's own layers and for yours.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/extent.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/layer/options.hpp>
#include <handgrad/testing/guarded.hpp>
#include <handgrad/testing/law_report.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace testing {

namespace detail {

/// One proof: inputs, and the results of a forward and a backward pass over all of B at once, of which every
/// law says something.
template <layer L, extent B, class T>
class proof {
    template <layer, extent, class>
    friend class proof;
    static constexpr extent shape = B;
    static constexpr int in = L::inputs, out = L::outputs, count = L::parameter_count;
    static constexpr int rows = B, rows_of_y = rows_after<L>(B);
    static constexpr int state_size = state_size_of<L>, remembered = B.sequences * state_size;
    using input = input_number<L, T>;
    /// The least that a batch can be cut into: a sequence, or a row.
    static constexpr extent piece = B.with_sequences(1);
    template <extent Rows>
    static constexpr int tape_of = L::template tape_size<Rows>;
    static constexpr std::uint64_t key = 7;

    rng& random;
    double tolerance;
    guarded<T> p{count}, g{rows_of_y * out};
    guarded<input> z{rows * in, input()};
    guarded<T> y{rows_of_y * out}, tape{tape_of<B>}, g_in{rows * in}, dp{count}, spent{rows_of_y * out};
    guarded<T> scratch{scratch_size_of<L, B>};
    // What the sequences remember before and after, and the gradients with respect to it after and before.
    guarded<T> s{remembered}, s_after{remembered}, g_s{remembered}, g_s_before{remembered};
    std::int64_t steps_made[static_cast<std::size_t>(B.sequences)] = {};
    law_report report{};

public:
    constexpr proof(rng& r, double largest_error) : random(r), tolerance(largest_error) {}

    constexpr law_report run() {
        initialize_is_reproducible();
        // Where a layer begins may be a special place (zero biases): prove it at another.
        for (int i = 0; i < count; ++i) p.data()[i] += random.template uniform<T>(T(-0.5), T(0.5));
        fill_inputs();
        g.fill_uniform(random);
        s.fill_uniform(random);
        g_s.fill_uniform(random);
        for (int b = 0; b < B.sequences; ++b) steps_made[b] = b % 2 * 6 * stride_of<L>; // some begin
        s_after = s;
        forward<B>(0, tape, y, s_after);
        spent = g;
        g_s_before = g_s;
        vjp<B, write::overwrite>(0, y, tape, spent, g_in.template as<rows, in>(), dp, g_s_before);
        using law = void (proof::*)();
        constexpr law laws[] = {&proof::batches_are_their_pieces, &proof::forward_needs_no_tape,
                                &proof::vjp_needs_no_g_in,        &proof::nothing_is_written_outside,
                                &proof::dz_is_the_derivative,     &proof::dp_is_the_derivative,
                                &proof::ds_is_the_derivative,     &proof::time_may_be_cut};
        for (const law holds : laws)
            if (report.holds()) (this->*holds)();
        return report;
    }

private:
    constexpr void initialize_is_reproducible() {
        rng repeated = random;
        guarded<T> again{count};
        L::initialize(p.template as<1, count>(), random);
        L::initialize(again.template as<1, count>(), repeated);
        same("initialize must set every parameter, the same from the same seed", p, again);
    }

    /// One piece at a time, its dl/dp added to that of the pieces before: the same bits as all at once.
    constexpr void batches_are_their_pieces() {
        if constexpr (!mixes_rows<L>) {
            guarded<T> pieces_y{y.size()}, pieces_g_in{rows * in}, pieces_dp{count, T(0)}, pieces_g = g;
            guarded<T> pieces_s = s, pieces_g_s = g_s;
            for (int b = 0; b < B.sequences; ++b) {
                guarded<T> piece_tape{tape_of<piece>};
                forward<piece>(b, piece_tape, pieces_y, pieces_s);
                vjp<piece, write::accumulate>(b, pieces_y, piece_tape, pieces_g,
                                              view<T, piece, in>(pieces_g_in.data() + b * piece * in),
                                              pieces_dp, pieces_g_s);
            }
            same("forward of a batch must give the bits of forward of its rows", y, pieces_y);
            if constexpr (has_input_gradient<L>)
                same("dl/dz of a batch must have the bits of dl/dz of its rows", g_in, pieces_g_in);
            same("the states after a batch must be those after each sequence", s_after, pieces_s);
            same("dl/d(state) of a batch must be that of each sequence", g_s_before, pieces_g_s);
            same("dl/dp of a batch must have the bits of dl/dp accumulated over its rows", dp, pieces_dp);
        }
    }

    constexpr void forward_needs_no_tape() {
        guarded<T> bare{y.size()}, pieces_y{y.size()}, bare_s = s, pieces_s = s;
        infer<B>(0, bare, bare_s);
        if constexpr (!trains_differently<L>) {
            same("forward without a tape must give the bits of forward with one", bare, y);
            same("forward without a tape must leave the state of forward with one", bare_s, s_after);
        }
        for (int b = 0; b < B.sequences; ++b) infer<piece>(b, pieces_y, pieces_s);
        same("forward of a batch must give the bits of forward of its rows", bare, pieces_y);
        same("the states after a batch must be those after each sequence", bare_s, pieces_s);
    }

    constexpr void vjp_needs_no_g_in() {
        guarded<T> g_again = g, other{count}, other_g_s = g_s;
        vjp<B, write::overwrite>(0, y, tape, g_again, discard{}, other, other_g_s);
        same("vjp without g_in must give the same dl/dp", other, dp);
        same("vjp without g_in must give the same dl/d(state)", other_g_s, g_s_before);
    }

    constexpr void nothing_is_written_outside() {
        for (const guarded<T>* a : {&p, &y, &tape, &g_in, &dp, &spent, &scratch, &s_after, &g_s_before})
            if (report.holds() && !a->intact())
                report = {"forward and vjp must not write past the ends of their arguments", a->size(), 0, 0};
    }

    constexpr void dz_is_the_derivative() {
        if constexpr (has_input_gradient<L>)
            differences("vjp must give dl/dz: compared with central differences", z, {0, rows * in}, g_in);
    }

    constexpr void dp_is_the_derivative() {
        int learned_from = 0;
        for (const parameter_range range : learned_parameters<L>) {
            no_gradient(learned_from, range.first);
            differences("vjp must give dl/dp: compared with central differences", p, range, dp);
            learned_from = range.first + range.count;
        }
        no_gradient(learned_from, count);
    }

    constexpr void ds_is_the_derivative() {
        differences("vjp must give dl/d(state): compared with central differences", s, {0, remembered},
                    g_s_before);
    }

    /// At every step: the outputs, and dl/dz and dl/d(state) handed on.
    constexpr void time_may_be_cut() {
        if constexpr (has_memory<L> && is_causal<L> && !handgrad::detail::makes_one_row<L> &&
                      !mixes_rows<L> && !draws<L>)
            [&]<int... I>(std::integer_sequence<int, I...>) { (cut_after<(I + 1) * stride_of<L>>(), ...); }
        (std::make_integer_sequence<int, B.steps / stride_of<L> - 1>{});
    }
    template <int Steps>
    constexpr void cut_after() {
        using first = proof<L, B.with_steps(Steps), T>;
        using second = proof<L, B.with_steps(B.steps - Steps), T>;
        first head(random, tolerance);
        second tail(random, tolerance);
        head.take_part(*this, 0);
        tail.take_part(*this, Steps);
        head.s_after = s;
        head.template forward<first::shape>(0, head.tape, head.y, head.s_after);
        tail.s_after = head.s_after;
        tail.template forward<second::shape>(0, tail.tape, tail.y, tail.s_after);
        compare_part("forward of a sequence must give the bits of its parts", head, y, 0, &first::y);
        compare_part("forward of a sequence must give the bits of its parts", tail, y, Steps, &second::y);
        same("the state after a sequence must be that after its parts", tail.s_after, s_after);
        tail.g_s_before = g_s;
        tail.template vjp<second::shape, write::overwrite>(0, tail.y, tail.tape, tail.spent,
                                                           tail.g_in.template as<second::shape, in>(),
                                                           tail.dp, tail.g_s_before);
        head.g_s_before = tail.g_s_before;
        head.template vjp<first::shape, write::overwrite>(0, head.y, head.tape, head.spent,
                                                          head.g_in.template as<first::shape, in>(), head.dp,
                                                          head.g_s_before);
        if constexpr (has_input_gradient<L>) {
            compare_part("dl/dz of a sequence must have the bits of its parts'", head, g_in, 0, &first::g_in);
            compare_part("dl/dz of a sequence must have the bits of its parts'", tail, g_in, Steps,
                         &second::g_in);
        }
        same("dl/d(state) of a sequence must have the bits of its parts'", head.g_s_before, g_s_before);
    }

    /// Of another proof, the steps from `first` on.
    template <class Whole>
    constexpr void take_part(Whole& whole, int first) {
        p = whole.p;
        for_each_row_of_part<Whole>(first, [&](int row, int from) {
            for (int i = 0; i < in; ++i) z.data()[row * in + i] = whole.z.data()[from * in + i];
        });
        constexpr int stride = stride_of<L>;
        for (int b = 0; b < B.sequences; ++b) {
            steps_made[b] = whole.steps_made[b] + first;
            for (int t = 0; t < B.steps / stride; ++t)
                for (int i = 0; i < out; ++i)
                    spent.data()[(b * (B.steps / stride) + t) * out + i] =
                        whole.g.data()[(b * (Whole::shape.steps / stride) + first / stride + t) * out + i];
        }
    }
    template <class Whole, class F>
    static constexpr void for_each_row_of_part(int first, F f) {
        for (int b = 0; b < B.sequences; ++b)
            for (int t = 0; t < B.steps; ++t) f(b * B.steps + t, b * Whole::shape.steps + first + t);
    }

    /// What a part has found against the steps from `first` on of what the whole has.
    template <class Part>
    constexpr void compare_part(const char* law, Part& part, guarded<T>& whole, int first,
                                guarded<T> Part::*found) {
        const int of_whole = whole.size() / B.sequences; // numbers of a sequence
        const int numbers = (part.*found).size() / B.sequences;
        const int offset = of_whole / B.steps * first;
        for (int b = 0; b < B.sequences; ++b)
            for (int i = 0; i < numbers && report.holds(); ++i) {
                const T is = (part.*found).data()[b * numbers + i],
                        expected = whole.data()[b * of_whole + offset + i];
                if (!(is == expected))
                    report = {law, b * of_whole + offset + i, static_cast<double>(is),
                              static_cast<double>(expected)};
            }
    }

    constexpr void fill_inputs() {
        if constexpr (has_input_gradient<L>)
            z.fill_uniform(random);
        else
            for (int i = 0; i < rows * in; ++i)
                z.data()[i] = static_cast<input>(random.below(static_cast<std::uint32_t>(input_count<L>)));
    }

    /// What Rows.sequences of them remember, from sequence `first` on.
    template <extent Rows>
    constexpr auto memory_in([[maybe_unused]] guarded<T>& states, [[maybe_unused]] int first) {
        if constexpr (has_memory<L>)
            return memory<T, Rows.sequences, state_size>(states.data() + first * state_size, state_size,
                                                         steps_made + first);
        else
            return no_memory{};
    }

    // A pass over the pieces from `piece_number` on, Rows of them.

    template <extent Rows>
    constexpr view<const input, Rows, in> const_z(int piece_number) {
        return view<const input, Rows, in>(z.data() + piece_number * piece * in);
    }
    template <extent Rows>
    static constexpr T* y_at(guarded<T>& of, int piece_number) {
        return of.data() + piece_number * rows_after<L>(piece) * out;
    }
    constexpr view<const T, 1, count> const_p() { return p.template as_const<1, count>(); }

    /// As in training.
    template <extent Rows>
    constexpr void forward(int piece_number, guarded<T>& to_tape, guarded<T>& to_y, guarded<T>& states) {
        const view<T, 1, tape_of<Rows>> kept(to_tape.data());
        const auto state = memory_in<Rows>(states, piece_number);
        if constexpr (draws<L>) L::template draw<Rows>(kept, key, piece_number * piece);
        handgrad::detail::run_forward<L, Rows, T>(
            const_z<Rows>(piece_number), const_p(),
            view<T, rows_after<L>(Rows), out>(y_at<Rows>(to_y, piece_number)),
            handgrad::detail::optional_arguments<decltype(kept), T, decltype(state)>{kept, scratch.data(),
                                                                                     state});
    }
    template <extent Rows>
    constexpr void infer(int piece_number, guarded<T>& to_y, guarded<T>& states) {
        const auto state = memory_in<Rows>(states, piece_number);
        handgrad::detail::run_forward<L, Rows, T>(
            const_z<Rows>(piece_number), const_p(),
            view<T, rows_after<L>(Rows), out>(y_at<Rows>(to_y, piece_number)),
            handgrad::detail::optional_arguments<discard, T, decltype(state)>{{}, scratch.data(), state});
    }
    template <extent Rows, write W, class GIn>
    constexpr void vjp(int piece_number, guarded<T>& of_y, guarded<T>& of_tape, guarded<T>& of_g, GIn to_g_in,
                       guarded<T>& to_dp, guarded<T>& states) {
        const auto dstate = memory_in<Rows>(states, piece_number);
        using tape_view = view<const T, 1, tape_of<Rows>>;
        handgrad::detail::run_vjp<L, Rows, W, T>(
            const_z<Rows>(piece_number),
            view<const T, rows_after<L>(Rows), out>(y_at<Rows>(of_y, piece_number)), const_p(),
            view<T, rows_after<L>(Rows), out>(y_at<Rows>(of_g, piece_number)), to_g_in,
            to_dp.template as<1, count>(),
            handgrad::detail::optional_arguments<tape_view, T, decltype(dstate)>{tape_view(of_tape.data()),
                                                                                 scratch.data(), dstate});
    }

    constexpr void same(const char* law, guarded<T>& found, guarded<T>& expected) {
        for (int i = 0; i < found.size() && report.holds(); ++i)
            if (!(found.data()[i] == expected.data()[i]))
                report = {law, i, static_cast<double>(found.data()[i]),
                          static_cast<double>(expected.data()[i])};
    }

    /// sum(g o f(z, p, s)), over the outputs and the state after, whose derivatives vjp claims to know.
    constexpr T weighted_output() {
        guarded<T> result{y.size()}, kept{tape_of<B>}, state = s;
        forward<B>(0, kept, result, state);
        T sum = 0;
        for (int i = 0; i < remembered; ++i) sum += g_s.data()[i] * state.data()[i];
        for (int i = 0; i < y.size(); ++i) sum += g.data()[i] * result.data()[i];
        return sum;
    }

    constexpr void no_gradient(int begin, int end) {
        for (int i = begin; i < end && report.holds(); ++i)
            if (!(dp.data()[i] == 0))
                report = {"dl/dp of a parameter that is not learned must be 0", i,
                          static_cast<double>(dp.data()[i]), 0};
    }

    template <class Variable>
    constexpr void differences(const char* law, Variable& variable, parameter_range range,
                               guarded<T>& claimed) {
        constexpr T step = T(1e-5);
        for (int i = range.first; i < range.first + range.count && report.holds(); ++i) {
            T& x = variable.data()[i];
            const T kept = x;
            x = kept + step;
            const T up = x, above = weighted_output();
            x = kept - step;
            const T down = x, below = weighted_output();
            x = kept;
            const double expected = static_cast<double>((above - below) / (up - down));
            const double found = static_cast<double>(claimed.data()[i]);
            const double error = found > expected ? found - expected : expected - found;
            const double size = std::max({1.0, found, -found});
            if (!(error <= tolerance * size)) report = {law, i, found, expected};
        }
    }
};

} // namespace detail

/// Whether L is a layer as layer/concept.hpp defines it, tried on a random batch of B rows, or sequences, in
/// double:
///   - vjp agrees with central differences in every element, to `tolerance` (relative, absolute below 1), and
///     gives 0 for parameters that are not learned;
///   - forward, dl/dz and dl/dp of a batch have the bits of those of its rows, one after the other (in
///     training too, unless the layer says that it mixes rows);
///   - nothing depends on whether a tape is kept (but in a layer that trains differently, see
///     layer/options.hpp) or dl/dz is wanted, and nothing is written past an end;
///   - of a layer with memory, the state and dl/d(state) do all of that, too, and time may be cut anywhere:
///     forward of the parts, and dl/dz and dl/d(state) handed on from part to part, have the bits of the
///     whole;
///   - initialize is reproducible.
/// A kink within 1e-5 of a value that was drawn is taken for a mistake: try another seed. Works in constant
/// expressions if the layer does. Uses the heap.
template <layer L, extent B = looks_at_steps<L> ? extent(3, 4 * stride_of<L>) : extent(5)>
constexpr law_report layer_laws(rng r = rng{1}, double tolerance = 1e-6) {
    return testing::detail::proof<handgrad::detail::as_layer<L>, B, double>(r, tolerance).run();
}

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
