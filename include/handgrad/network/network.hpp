/// A network is a type.
#pragma once

#include <handgrad/core/push_macros.hpp>

// First, so that the compiler's message about a mistake need not say by which headers it comes here.
#include <handgrad/layer/verdict.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/network/call_check.hpp>
#include <handgrad/network/call_verdict.hpp>
#include <handgrad/network/fingerprint.hpp>
#include <handgrad/network/other_calls.hpp>
#include <handgrad/network/passes.hpp>
#include <handgrad/network/predict.hpp>
#include <handgrad/network/sequences.hpp>
#include <handgrad/network/stack.hpp>
#include <handgrad/network/trace.hpp>

#include <cstdint>
#include <tuple>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// The layers, first to last, each expecting as many inputs as the one before produces:
///
///     Z_1 = X      Z_{i+1} = f_i(Z_i)      i = 1 .. depth
///
/// It holds no data; every function is static. Parameters are a value, parameters<network>; what a pass
/// writes is a value, network::workspace<B>. No function allocates, locks or calls the system; where the
/// compiler knows the number of rows, none but predict throws.
///
/// A function that returns a matrix, or parameters, also writes to yours, which may be too big for the stack:
/// its result is then the last argument, after the workspace. forward(p, x, ws, y) is y = forward(p, x, ws).
template <class... Layers>
struct network : detail::network_of<verdict<Layers...>, Layers...> {
private:
    using network_of = void; // completes no name of the engine after a user's net::
    using other_calls = void;

    // Instantiated with the class, this prints the mistake if there is one. As a base, a member or an alias
    // the mistake would make Clang take this for no class at all, and each use of it for one more error.
    static auto checked() -> decltype(verdict<Layers...>{});
};

namespace detail {

// A network as a layer of another is judged before it is instantiated.
template <class... Layers>
struct own_verdict_of<network<Layers...>> {
    using type = verdict<Layers...>;
};
template <class... Layers>
struct usable_widths_of<network<Layers...>> {
    static consteval layer_widths get() {
        return {nearest_chain<Layers...>::inputs, nearest_chain<Layers...>::outputs};
    }
};

/// A network as a layer of another.
template <class... Layers>
struct network_layer : chain<Layers...> {
    template <class... Others>
    using rebuilt = network<Others...>;
};

template <class... Layers>
struct network_of<well_formed, Layers...> : other_calls {
private:
    using self = network<Layers...>;

public:
    using other_calls::forward, other_calls::initialize, other_calls::predict, other_calls::stream,
        other_calls::train_step, other_calls::value_and_gradient;

    /// What this is as a layer of another network, or of a layer that is made of layers.
    using as_layer = network_layer<Layers...>;

    static constexpr int depth = sizeof...(Layers);
    static constexpr int inputs = as_layer::inputs, outputs = as_layer::outputs;
    static constexpr int parameter_count = as_layer::parameter_count;
    /// How many of them an optimizer may change.
    static constexpr int learned_count = as_layer::learned_count;
    /// Layer I = 1 .. depth, and where its parameters begin.
    template <int I>
    using layer_type = std::tuple_element_t<I - 1, std::tuple<Layers...>>;
    template <int I>
    static constexpr int parameter_offset = as_layer::template parameter_offset<I>;
    /// Additions and multiplications of a forward pass over B rows, in the layers that state theirs.
    template <extent B>
    static constexpr long flops = as_layer::template flops<B>;

    /// The parameters as a type of numbers alone, which is the same in every translation unit:
    /// parameters<network, T> is one.
    template <class T = float>
    using block = block_of<as_layer, T>;
    /// What passes over up to B rows write.
    template <extent B, class T = float>
    using workspace = handgrad::workspace<self, rows_of_workspace<self, B>::value, T>;
    /// The same, to be looked at afterwards: it keeps all Z_i and G_i.
    template <extent B, class T = float>
    using trace = handgrad::trace<self, rows_of_workspace<self, B>::value, T>;

    /// What B sequences remember, and how many steps they have made: zero at first. See
    /// core/sequence_state.hpp.
    template <int B = 1, class T = float>
    using state = sequence_state<T, B, state_size_of<as_layer>, handgrad::fingerprint<as_layer>>;

    /// Bytes of stack that forward of B rows does with, its result included; that train_step of B rows in a
    /// workspace does with, as does value_and_gradient without `dx`; that both do with; and that predict of
    /// any number of rows, or stream, does with (predict of a network that looks ahead, whose sequences are
    /// not cut: forward_stack_bytes of one of them). In a build with optimization: see network/stack.hpp.
    template <extent B, class T = float>
    static constexpr std::size_t forward_stack_bytes = detail::forward_stack_bytes<self, B, T>;
    template <extent B, class T = float>
    static constexpr std::size_t train_stack_bytes = detail::train_stack_bytes<self, B, T>;
    template <extent B, class T = float>
    static constexpr std::size_t stack_bytes = detail::larger(forward_stack_bytes<B, T>,
                                                              train_stack_bytes<B, T>);
    template <class T = float>
    static constexpr std::size_t predict_stack_bytes = detail::predict_stack_bytes<self, T>;

    /// Random parameters, layer after layer. A scheme, such as he_normal{}, replaces the layers' own choice.
    template <class P, class... Scheme>
    static constexpr void initialize(P& p, rng& r, Scheme... scheme) noexcept {
        using verdict = initialize_verdict<self, P, Scheme...>;
        if constexpr (!is_well_formed<verdict>)
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        else
            as_layer::initialize(view<typename P::value_type, 1, parameter_count>(p.data()), r, scheme...);
    }

    /// The parameters of layer I = 1 .. depth, or of a layer in it, as parameters<network>::layer has them,
    /// and W_I, b_I of a dense one; any tensor.
    template <int I, int... Inner, class P>
        requires has_layer<self, I, Inner...>
    static constexpr auto layer(P& p) noexcept {
        return part<P>([&] { return layer_in<self, I, Inner...>(p.data()); });
    }
    template <int I, int... Inner, class P>
        requires has_weights<self, I, Inner...>
    static constexpr auto weights(P& p) noexcept {
        return part<P>(
            [&] { return layer_at<self, I, Inner...>::weights(layer_in<self, I, Inner...>(p.data())); });
    }
    template <int I, int... Inner, class P>
        requires has_biases<self, I, Inner...>
    static constexpr auto biases(P& p) noexcept {
        return part<P>(
            [&] { return layer_at<self, I, Inner...>::biases(layer_in<self, I, Inner...>(p.data())); });
    }
    template <tensor_kind Kind, int I, int... Inner, class P>
        requires has_inner_tensor<self, Kind, I, Inner...>
    static constexpr auto tensor(P& p) noexcept {
        return part<P>([&] { return inner_tensor<self, Kind, I, Inner...>(p.data()); });
    }

    // The compiler prints these lines, and with them the sentence.
    template <int I, int... Inner>
    static view<float, 1, 1> layer(const any&) = delete; // layers are numbered from 1 to depth; p: a variable
    template <int I, int... Inner>
    static view<float, 1, 1> weights(const any&) = delete; // of layer 1 .. depth with weights; p: a variable
    template <int I, int... Inner>
    static view<float, 1, 1> biases(const any&) = delete; // of layer 1 .. depth with biases; p: a variable

    /// Z_{depth+1} for the rows of x, as a matrix<T, B, outputs>. The hidden Z_i are on this call's stack.
    template <class P, class X>
    static constexpr auto forward(const P& p, const X& x) noexcept {
        using verdict = forward_verdict<self, P, X>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
            return result<P, made_of<self, X>, outputs>{};
        } else {
            using T = typename P::value_type;
            constexpr extent B = extent_of_batch<X>;
            check_inputs<self, false>("forward", x);
            if constexpr (is_sequence_batch<X>)
                check_state<false>("forward", x, numbers_of("the parameters", p));
            if constexpr (is_forward_whole<self, B, T>) {
                inference_buffers<self, B, T> hidden;
                fresh_memory<self, B.sequences, T> beginning;
                return forward_with<B>(p, x, hidden, beginning);
            } else {
                return forward_in_runs<self, B, T>(parameters_in(p), x);
            }
        }
    }

    /// The same with the hidden Z_i in a workspace, for batches that are too big for the stack. x may be an
    /// activation of that workspace. If a y is given, a matrix or a view of as many rows which lies apart
    /// from all that is read, Z_{depth+1} is written to it, and nothing returned. With a state in place of
    /// the workspace it is forward(p, going_on(x, state)).
    template <class P, class X, class Workspace, class Y = discard>
    static constexpr auto forward(const P& p, const X& x, Workspace& ws, Y&& y = {}) noexcept {
        constexpr bool returns = is_discarded<std::remove_cvref_t<Y>>;
        if constexpr (is_sequence_state<std::remove_const_t<Workspace>> && returns) {
            return forward(p, going_on(x, ws));
        } else {
            using verdict = forward_with_verdict<self, P, X, Workspace, Y>;
            if constexpr (!is_well_formed<verdict>) {
                using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
                if constexpr (returns) return result<P, made_of<self, X, Workspace>, outputs>{};
            } else {
                using T = typename P::value_type;
                constexpr extent B = batch_in<X, Workspace>;
                check_inputs<self, false>("forward", x);
                check_forward<B>(numbers_of("the parameters", p), x, ws, y);
                if constexpr (returns) {
                    return forward_with<B>(p, x, ws, ws);
                } else {
                    infer<self, B, T>(parameters_in(p), as_rows(x).template tile<B>(0), ws,
                                      rows<T, outputs>(y).template tile<rows_after<self>(B)>(0),
                                      memory_of_batch<self, B.sequences>(x, ws, 0));
                    count_steps<B.steps>(x);
                }
            }
        }
    }

    /// Z_{depth+1} for any number of rows, written to y; computed in tiles on this call's stack. Fails if x
    /// and y have different numbers of rows, or if y overlaps x or p: nothing is predicted in place.
    template <class P, class X, class Y>
    static constexpr void predict(const P& p, const X& x, Y&& y) {
        using verdict = predict_verdict<self, P, X, Y>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        } else {
            using T = typename P::value_type;
            check_inputs<self, true>("predict", x);
            check_predict<self>(numbers_of("the parameters", p), x, y);
            detail::predict<self>(parameters_in(p), x, rows<T, outputs>(y));
        }
    }
    /// The next `count` steps of each sequence of a state, row by row from x to y, which must not overlap:
    /// what predict does, but that it cannot fail, and so can be called where nothing may. What cannot be
    /// right (a negative count, null pointers, memory that overlaps, tokens out of range) stops a build that
    /// checks (core/check.hpp) with a message; any other takes the count for 0 and such a token for the
    /// nearest one.
    template <class P, class In, class State>
    static constexpr void stream(const P& p, const In* x, number<P>* y, std::ptrdiff_t count,
                                 State& state) noexcept {
        using verdict = stream_verdict<self, P, In, State>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        } else {
            check_stream<self>(numbers_of("the parameters", p), x, y, count, state);
            detail::stream<self>(parameters_in(p), x, y, count, state);
        }
    }

    /// The same with the hidden Z_i in a workspace, predict(p, x, ws, y): for rows of which one is too big
    /// for the stack. If the last argument is a state, it is predict(p, going_on(x, state), y): the next
    /// steps of its sequences.
    template <class P, class X, class Third, class Last>
        requires workspace_or_results<Third, Last>
    static constexpr void predict(const P& p, const X& x, Third&& third, Last&& last) {
        using Workspace = std::remove_reference_t<Third>;
        if constexpr (is_sequence_state<std::remove_cvref_t<Last>>) {
            predict(p, going_on(x, static_cast<Last&&>(last)), static_cast<Third&&>(third));
        } else if constexpr (!is_well_formed<predict_in_verdict<self, P, X, Workspace, Last>>) {
            using verdict = predict_in_verdict<self, P, X, Workspace, Last>;
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        } else {
            using T = typename P::value_type;
            constexpr extent tile = tile_in<Workspace>;
            check_inputs<self, true>("predict", x);
            check_predict<self, tile>(numbers_of("the parameters", p), x, third, last);
            detail::predict<self, tile>(parameters_in(p), x, third, rows<T, outputs>(last));
        }
    }

    /// The loss of the rows of x (their mean, unless the loss says otherwise: loss_divisor), and its gradient
    /// with respect to p, which is overwritten (or `discard`, which costs nothing), and, if `dx` is given,
    /// with respect to x. The rows may be more than the workspace is for: they are then worked on in tiles,
    /// and the bits do not depend on their size. The losses are added in a running_sum, in which those of
    /// millions of rows are not lost; the sums in the gradient are those of kernel/product/order.hpp. Where
    /// no row counts (loss_divisor is 0), the loss is NaN and its gradient with respect to the outputs zero;
    /// so are the others if all numbers are finite, those of rows that do not count, too: 0 times infinity is
    /// NaN.
    ///
    /// Fails, before anything is changed, if the run time finds no row, not one target or not one row of `dx`
    /// for each, or that what is written (gradient, ws, dx) overlaps another argument; but the gradient may
    /// be ws.parameter_gradient(). Where all rows are static and so nothing throws, it prints the sentence
    /// and aborts. A loss of your own that throws leaves what is written unspecified.
    template <class Loss, class P, class X, class Target, class Gradient, class Workspace, class DX = discard>
        requires named_or_none<Gradient>
    static constexpr auto value_and_gradient(const Loss& loss, const P& p, const X& x, const Target& target,
                                             Gradient&& gradient, Workspace& ws, DX&& dx = {}) //
        noexcept(!counts_at_run_time<X, Target, DX>) {
        constexpr bool unwanted = is_discarded<std::remove_reference_t<Gradient>>;
        using wanted =
            std::conditional_t<unwanted, parameters<self, number<P>>, std::remove_reference_t<Gradient>>;
        using verdict = value_and_gradient_verdict<self, Loss, P, X, Target, wanted, Workspace, DX>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
            return number<P>{};
        } else {
            using T = typename P::value_type;
            constexpr bool throws = counts_at_run_time<X, Target, DX>;
            check_inputs<self, throws>("value_and_gradient", x);
            check_pass<self, Loss, throws>("value_and_gradient", p, x, target, gradient, ws, dx);
            check_loss<self, throws>("value_and_gradient", loss, x, ws);
            if constexpr (unwanted)
                return in_tiles<T>(loss, p, x, target,
                                   unwanted_gradient<parameter_count, T>(ws.parameter_gradient().data()), ws,
                                   dx);
            else
                return in_tiles<T>(loss, p, x, target, view<T, 1, parameter_count>(gradient.data()), ws, dx);
        }
    }

    /// One step of training: value_and_gradient, then step(p, gradient) or, for an optimizer with a state,
    /// step(p, gradient, state), to the bit. Returns the loss before the step. If the workspace is for the
    /// whole batch, the rule of one of the library's optimizers is applied while a gradient is in registers:
    /// it is then nowhere in memory, unless the batch is so long that sums over it have parts. Other
    /// functions get it in the workspace. Where no row counts, the step is taken all the same, with a
    /// gradient of zero: sgd leaves p as it is, but weight decay and momentum move it.
    ///
    /// Fails as value_and_gradient does, before anything is changed: no step is counted. A loss of your own
    /// that throws leaves p and the state as they were, too, but what is in ws unspecified; what a step that
    /// throws has changed is its own affair.
    template <class Loss, class Step, class P, class X, class Target, class Workspace, class... State>
    static constexpr auto train_step(const Loss& loss, const Step& step, P& p, const X& x,
                                     const Target& target, Workspace& ws, State&... state) //
        noexcept(!counts_at_run_time<X, Target>) {
        using verdict = train_step_verdict<self, Loss, Step, P, X, Target, Workspace, State...>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
            return number<P>{};
        } else {
            using T = typename P::value_type;
            check_inputs<self, counts_at_run_time<X, Target>>("train_step", x);
            check_step<self, Loss, counts_at_run_time<X, Target>, Step>("train_step", p, x, target, ws,
                                                                        state...);
            check_loss<self, counts_at_run_time<X, Target>>("train_step", loss, x, ws);
            auto& gradient = ws.parameter_gradient();
            T mean;
            if constexpr (elementwise<Step> && is_whole<X, Workspace>) {
                optimizer_state<Step, 0, T> nothing;
                [&](auto& kept, auto&...) {
                    mean = in_tiles<T>(loss, p, x, target, next_update(step, p, gradient.data(), kept), ws,
                                       discard{});
                    count_step(kept);
                }(state..., nothing);
            } else {
                const view<T, 1, parameter_count> to(gradient.data());
                mean = in_tiles<T>(loss, p, x, target, to, ws, discard{});
                take_step(step, p, gradient, state...);
            }
            if constexpr (has_statistics<as_layer>) update_statistics(p, x, ws);
            return mean;
        }
    }

    /// Lets layers such as batch_norm observe the batch of the last value_and_gradient(.., p, x, .., ws):
    /// train_step does so by itself.
    template <class P, class X, class Workspace>
    static constexpr void update_statistics(P& p, const X&, Workspace& ws) noexcept
        requires(has_statistics<as_layer>) {
        using verdict = statistics_verdict<self, P, X, Workspace>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        } else {
            using T = typename P::value_type;
            constexpr extent B = batch_in<X, Workspace>;
            as_layer::template update_statistics<B>(
                view<T, 1, parameter_count>(p.data()),
                view<const T, 1, as_layer::template tape_size<B>>(ws.template whole_tape<B>()));
        }
    }

private:
    // (Not `auto`, and y in no inner scope: clang and g++ would return a copy of it.)
    template <extent B, class P, class X, class Buffers, class Beginning>
    static constexpr matrix<number<P>, rows_after<as_layer>(B), outputs>
    forward_with(const P& p, const X& x, Buffers& hidden, [[maybe_unused]] Beginning& beginning) {
        matrix<number<P>, rows_after<self>(B), outputs> y(uninitialized);
        infer<self, B, number<P>>(parameters_in(p), as_rows(x).template tile<B>(0), hidden, y.view(),
                                  memory_of_batch<self, B.sequences>(x, beginning, 0));
        count_steps<B.steps>(x);
        return y;
    }

    template <class P>
    HANDGRAD_INLINE static constexpr auto parameters_in(const P& p) {
        return view<const typename P::value_type, 1, parameter_count>(p.data());
    }

    /// What `find` returns, if P is parameters of this network.
    template <class P, class F>
    static constexpr auto part(F find) noexcept {
        using verdict = parameters_verdict<self, P>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
            return view<number<P>, 1, 1>(nullptr);
        } else {
            return find();
        }
    }

    /// Whether the workspace has room for the whole batch.
    template <class X, class Workspace>
    static constexpr bool is_whole =
        batch_traits<X>::rows != run_time_rows&& batch_traits<X>::rows <= Workspace::batch;

    /// `dp` is where the gradient goes or, for a whole batch, a parameter_update.
    template <class T, class Loss, class P, class X, class Target, class DP, class Workspace, class DX>
    static constexpr T in_tiles(const Loss& loss, const P& p, const X& x, const Target& target, DP dp,
                                Workspace& ws, DX&& dx) {
        constexpr int static_rows = batch_traits<X>::rows;
        constexpr bool whole = is_whole<X, Workspace>;
        const rows<const input_number<self, T>, inputs> z_1 = as_rows(x);
        const auto targets = as_rows(target);
        const running_sum<T> divisor = loss_divisor<T>(loss, targets);
        const T weight = weight_of_rows(divisor);
        if constexpr (!whole && !is_discarded<DP>)
            for (int i = 0; i < parameter_count; ++i) dp.data()[i] = 0;
        const std::uint64_t key = [&] {
            if constexpr (draws<as_layer>)
                return ws.random()();
            else
                return std::uint64_t{0};
        }();
        running_sum<T> sum;
        for_each_tile<static_rows, Workspace::shape>(z_1.count(), [&]<extent B>(std::ptrdiff_t first) {
            constexpr write mode = whole ? write::overwrite : write::accumulate;
            sum = loss_and_gradient<self, B, mode>(
                loss, sum, p, z_1.template tile<B>(first), targets_of_tile<self, Loss, B>(targets, first),
                weight, dp, ws, tile_of<B, T, inputs>(dx, first), key, first,
                memory_of_batch<self, B.sequences>(x, ws, first / B.steps),
                memory_gradient_of_batch<self, B.sequences>(x, ws, first / B.steps));
        });
        count_steps<Workspace::shape.steps>(x);
        return sum.over(divisor);
    }
};

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
