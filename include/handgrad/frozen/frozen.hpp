/// A network that only predicts, with its weights packed for the machine.
#pragma once

#include <handgrad/core/push_macros.hpp>

// First, so that the compiler's message about a mistake need not say by which headers it comes here.
#include <handgrad/layer/verdict.hpp>

#include <handgrad/frozen/composite.hpp>
#include <handgrad/frozen/dense.hpp>
#include <handgrad/frozen/frozen_verdict.hpp>
#include <handgrad/frozen/recurrent.hpp>
#include <handgrad/frozen/storage/bfloat16.hpp>
#include <handgrad/frozen/storage/int8.hpp>
#include <handgrad/frozen/wrapped.hpp>
#include <handgrad/network/network.hpp>
#include <handgrad/network/parameters.hpp>
#include <handgrad/network/predict.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA

template <class Network, class Weight = float>
class frozen;

namespace detail {

template <class Network, class Weight>
inline constexpr bool is_whole_object<frozen<Network, Weight>> = true;

/// What stands for a frozen network where there is a mistake.
template <class P>
struct never_frozen {
    using value_type = number<P>;
    template <class X>
    constexpr auto forward(const X&, const auto&...) const noexcept {
        if constexpr (requires { P::network_type::outputs; })
            return result<P, X, P::network_type::outputs>{};
        else
            return result<P, X, 1>{};
    }
    constexpr void predict(const auto&...) const noexcept {}
    constexpr void stream(const auto&...) const noexcept {}
};

} // namespace detail

/// The inference form of `Network`: a value of a size known to the compiler, 64-byte aligned, trivially
/// copyable, without a pointer in it; what it computes it computes on the caller's stack, so that threads may
/// share it. Weight says how the weights are stored:
///
///     float, double   as they are; forward gives the bits of Network::forward
///     bfloat16        rounded to the nearest bfloat16, half the bytes; sums of floats in the same order, so
///                     that forward gives the bits of Network::forward with weights that were rounded so
///     std::int8_t     integers of 8 bits with a scale for each output, a quarter of the bytes. The row that
///                     enters a layer is rounded to 7 bits (kernel/packed/quantized_row.hpp); the sum of the
///                     products is exact, then scaled and added to the bias as floats. A row with an infinity
///                     or a NaN makes all outputs of the layer NaN, before its activation
///
/// The two smaller ones store dense layers of more than 16 outputs smaller, and nothing else: biases, narrow
/// layers and the parameters of other layers are floats. How far their results are from those of floats, by
/// the largest of all: on a network trained to read digits, bfloat16 0.0016, std::int8_t 0.007; on random
/// weights up to 0.005 and 0.02. Of a thousand digits not one, or not five, are read another way
/// (tests/frozen/digits_test.cpp).
///
/// A batch of one row is what it is made for; more rows are as fast as Network::forward. A layer gets a
/// frozen form of its own in frozen/layer.hpp.
template <class Network, class Weight>
class frozen : detail::other_frozen_calls {
    static_assert(stores_weights<Weight>, "weights can be stored as float, double, bfloat16 or std::int8_t");

public:
    using other_frozen_calls::forward, other_frozen_calls::predict, other_frozen_calls::stream;

    using network_type = Network;
    using weight_type = Weight;
    using value_type = number_beside<Weight>;
    static constexpr int inputs = Network::inputs, outputs = Network::outputs;

    /// All zero.
    constexpr frozen() = default;
    constexpr explicit frozen(const typename Network::template block<value_type>& p) noexcept
        : layers_(view<const value_type, 1, Network::parameter_count>(p.data())) {}
    // Of parameters that are read a layer at a time: see from_layers.
    template <class Numbers>
    constexpr frozen(detail::from_layers_t, Numbers& numbers)
        : layers_(
              detail::form_of_layer<frozen_layer<Network, Weight>, detail::as_layer<Network>>(numbers, 0)) {}
    template <detail::is_block Other>
        requires(!std::is_base_of_v<typename Network::template block<value_type>, Other>)
    constexpr explicit frozen(const Other&) noexcept {
        using reported [[maybe_unused]] = detail::report<decltype(
            mistake::block_of_another_network<typename Other::block_type, Network>{})>;
    }

    /// Bytes of stack that forward of B rows, its result included, and predict of any number of rows do with:
    /// see network/stack.hpp.
    template <extent B>
    static constexpr std::size_t forward_stack_bytes = detail::find_forward_bytes<Network, B, value_type>(
        []<extent Rows>() { return frozen_layer<Network, Weight>::template arrays<Rows>; });
    static constexpr std::size_t predict_stack_bytes = detail::find_predict_bytes<Network, value_type>(
        []<extent B>() { return frozen_layer<Network, Weight>::template arrays<B>; });

    /// The network's output for the rows of x, as a matrix<value_type, B, outputs>.
    template <class X>
    constexpr auto forward(const X& x) const noexcept {
        using verdict = detail::frozen_forward_verdict<frozen, X>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
            return detail::result<frozen, detail::made_of<Network, X>, outputs>{};
        } else {
            constexpr extent B = detail::extent_of_batch<X>;
            detail::check_inputs<Network, false>("forward", x);
            if constexpr (detail::is_sequence_batch<X>) detail::check_state<false>("forward", x, self());
            if constexpr (detail::is_forward_whole<Network, B, value_type>) {
                inference_buffers<Network, B, value_type> hidden;
                detail::fresh_memory<Network, B.sequences, value_type> beginning;
                return forward_with<B>(x, hidden, beginning);
            } else {
                return detail::forward_in_runs<Network, B, value_type>(forms(), x);
            }
        }
    }

    /// The same with the hidden Z_i in a Network::workspace, for batches that are too big for the stack. If a
    /// y is given, a matrix or a view of as many rows which lies apart, the output is written to it, and
    /// nothing returned.
    template <class X, class Workspace, class Y = discard>
    constexpr auto forward(const X& x, Workspace& ws, Y&& y = {}) const noexcept {
        constexpr bool returns = is_discarded<std::remove_cvref_t<Y>>;
        if constexpr (detail::is_sequence_state<std::remove_const_t<Workspace>> && returns) {
            return forward(going_on(x, ws));
        } else {
            using verdict = detail::frozen_forward_with_verdict<frozen, X, Workspace, Y>;
            if constexpr (!is_well_formed<verdict>) {
                using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
                if constexpr (returns)
                    return detail::result<frozen, detail::made_of<Network, X, Workspace>, outputs>{};
            } else {
                constexpr extent B = detail::batch_in<X, Workspace>;
                detail::check_inputs<Network, false>("forward", x);
                detail::check_forward<B>(self(), x, ws, y);
                if constexpr (returns) {
                    return forward_with<B>(x, ws, ws);
                } else {
                    detail::infer<Network, B, value_type>(
                        forms(), detail::as_rows(x).template tile<B>(0), ws,
                        rows<value_type, outputs>(y).template tile<rows_after<Network>(B)>(0),
                        detail::memory_of_batch<Network, B.sequences>(x, ws, 0));
                    detail::count_steps<B.steps>(x);
                }
            }
        }
    }

    /// The same for any number of rows, written to y. Fails if x and y have different numbers of rows, or if
    /// they overlap: nothing is predicted in place.
    template <class X, class Y>
    constexpr void predict(const X& x, Y&& y) const {
        using verdict = detail::frozen_predict_verdict<frozen, X, Y>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        } else {
            detail::check_inputs<Network, true>("predict", x);
            detail::check_predict<Network>(self(), x, y);
            detail::predict<Network>(forms(), x, rows<value_type, outputs>(y));
        }
    }
    /// Network::stream: the next `count` steps of each sequence of a state, row by row from x to y.
    template <class In, class State>
    constexpr void stream(const In* x, value_type* y, std::ptrdiff_t count, State& state) const noexcept {
        using verdict = detail::frozen_stream_verdict<frozen, In, State>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        } else {
            detail::check_stream<Network>(self(), x, y, count, state);
            detail::stream<Network>(forms(), x, y, count, state);
        }
    }

    /// The same with the hidden Z_i in a workspace, predict(x, ws, y): for rows of which one is too big for
    /// the stack. If the last argument is a state, it is predict(going_on(x, state), y): the next steps of
    /// its sequences.
    template <class X, class Second, class Last>
        requires detail::workspace_or_results<Second, Last>
    constexpr void predict(const X& x, Second&& second, Last&& last) const {
        using Workspace = std::remove_reference_t<Second>;
        if constexpr (detail::is_sequence_state<std::remove_cvref_t<Last>>) {
            predict(going_on(x, static_cast<Last&&>(last)), static_cast<Second&&>(second));
        } else if constexpr (!is_well_formed<detail::frozen_predict_in_verdict<frozen, X, Workspace, Last>>) {
            using verdict = detail::frozen_predict_in_verdict<frozen, X, Workspace, Last>;
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        } else {
            constexpr extent tile = detail::tile_in<Workspace>;
            detail::check_inputs<Network, true>("predict", x);
            detail::check_predict<Network, tile>(self(), x, second, last);
            detail::predict<Network, tile>(forms(), x, second, rows<value_type, outputs>(last));
        }
    }

private:
    HANDGRAD_INLINE constexpr auto self() const noexcept {
        return detail::object_of("the frozen network", *this);
    }

    // (Not `auto`, and y in no inner scope: clang and g++ would return a copy of it.)
    template <extent B, class X, class Buffers, class Beginning>
    HANDGRAD_INLINE constexpr matrix<value_type, rows_after<Network>(B), outputs>
    forward_with(const X& x, Buffers& hidden, [[maybe_unused]] Beginning& beginning) const noexcept {
        matrix<value_type, rows_after<Network>(B), outputs> y(uninitialized);
        detail::infer<Network, B, value_type>(forms(), detail::as_rows(x).template tile<B>(0), hidden,
                                              y.view(),
                                              detail::memory_of_batch<Network, B.sequences>(x, beginning, 0));
        detail::count_steps<B.steps>(x);
        return y;
    }

    HANDGRAD_INLINE constexpr auto forms() const noexcept {
        return detail::frozen_parameters<frozen_layer<Network, Weight>>{layers_};
    }

    alignas(64) frozen_layer<Network, Weight> layers_;
};

/// The inference form of a network with these parameters; its weights are stored as Weight, or as they are.
/// One that is too large for the stack is made where it stays: `static const frozen<net, Weight> f(p)`, or
/// std::make_unique<frozen<net, Weight>>(p).
template <class Weight = void, class P>
constexpr auto freeze(const P& p) noexcept {
    using stored = std::conditional_t<std::is_void_v<Weight>, detail::number<P>, Weight>;
    using verdict = detail::freeze_verdict<P, stored>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        return detail::never_frozen<P>{};
    } else {
        using made = frozen<typename P::network_type, stored>;
        using verdict_here =
            typename detail::judge_bytes<sizeof(made), mistake::frozen_network_exceeds_stack>::type;
        if constexpr (!is_well_formed<verdict_here>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict_here{})>;
            return detail::never_frozen<P>{};
        } else {
            return made(p);
        }
    }
}

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
