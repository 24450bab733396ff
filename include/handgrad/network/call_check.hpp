/// What only the run time can find wrong with a call of a network, found before anything is changed.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/extent.hpp>
#include <handgrad/core/fail.hpp>
#include <handgrad/core/overlap.hpp>
#include <handgrad/network/batch.hpp>
#include <handgrad/network/predict_sequences.hpp>
#include <handgrad/network/sequence_verdict.hpp>
#include <handgrad/optimizer/concept.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_targets(const char* call, std::ptrdiff_t rows,
                                                                std::ptrdiff_t targets) {
    fail(call, ": found ", targets, " targets for ", rows,
         " rows, expected one for each of at least one row");
}
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_sequences(const char* call, std::ptrdiff_t rows,
                                                                  int steps) {
    fail(call, ": found ", rows, " rows, expected whole sequences of ", steps,
         " steps, for which the workspace is");
}
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_room(const char* call, const char* what,
                                                             std::ptrdiff_t room, std::ptrdiff_t rows) {
    fail(call, ": room for the ", what, " of ", room, " rows, expected as many as the batch has: ", rows);
}

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_whole_steps(const char* call, std::ptrdiff_t rows,
                                                                    int sequences, int stride) {
    if (stride == 1)
        fail(call, ": found ", rows, " rows, expected as many steps of each of ", sequences, " sequences");
    fail(call, ": found ", rows, " rows, expected a multiple of ", stride, " steps of each of ", sequences,
         " sequences");
}
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_steps(const char* call, std::ptrdiff_t rows,
                                                              int sequences, int steps) {
    fail(call, ": found ", rows, " rows, expected ", sequences, " sequences of ", steps,
         " steps, for which the workspace is");
}
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_target_rows(const char* call, std::ptrdiff_t wanted,
                                                                    std::ptrdiff_t targets) {
    if (wanted == 0) fail(call, ": found no sequences, expected at least one");
    fail(call, ": found ", targets, " targets, expected ", wanted,
         ": one for each row that the network makes, or for each sequence");
}
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_input(const char* call, std::ptrdiff_t row,
                                                              std::int64_t found, int count) {
    fail(call, ": found token ", found, " in row ", row, ", expected 0 to ", count - 1);
}
/// The same in a function that promises not to throw.
[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_input(const char* call, std::ptrdiff_t row,
                                                                std::int64_t found, int count) noexcept {
    refuse(sentence(call, ": found token ", found, " in row ", row, ", expected 0 to ", count - 1).c_str());
}

/// The tokens of x are some of those that the network knows.
template <class Network, bool Throws, class X>
HANDGRAD_INLINE constexpr void check_inputs([[maybe_unused]] const char* call,
                                            [[maybe_unused]] const X& x) noexcept(!Throws) {
    if constexpr (!has_input_gradient<Network>) {
        const auto rows = as_rows(x);
        for (std::ptrdiff_t i = 0; i < rows.count() * Network::inputs; ++i) {
            const std::int64_t token = rows.data()[i];
            if (token < 0 || token >= input_count<Network>) [[unlikely]] {
                if constexpr (Throws)
                    fail_input(call, i / Network::inputs, token, input_count<Network>);
                else
                    refuse_input(call, i / Network::inputs, token, input_count<Network>);
            }
        }
    }
}

/// The rows of x are as many steps of each sequence.
template <class Network, class X>
HANDGRAD_INLINE constexpr void check_whole_steps([[maybe_unused]] const char* call,
                                                 [[maybe_unused]] const X& x) {
    if constexpr (is_sequence_batch<X>) {
        constexpr int stride = stride_of<Network>;
        if constexpr (X::sequences >= 1)
            if (as_rows(x).count() % (X::sequences * stride) != 0) [[unlikely]]
                fail_whole_steps(call, as_rows(x).count(), X::sequences, stride);
    }
}
/// They are of as many steps as the workspace is for, which may be one.
template <class Network, class X, class Workspace>
HANDGRAD_INLINE constexpr void check_steps([[maybe_unused]] const char* call, [[maybe_unused]] const X& x) {
    if constexpr (needs_sequences<Network>() && is_sequence_batch<X>)
        if constexpr (X::sequences >= 1)
            if (as_rows(x).count() != std::ptrdiff_t{X::sequences} * Workspace::shape.steps) [[unlikely]]
                fail_steps(call, as_rows(x).count(), X::sequences, Workspace::shape.steps);
}

/// Whole sequences, of as many steps as the workspace is for.
template <class Workspace>
HANDGRAD_INLINE constexpr void check_sequences(const char* call, std::ptrdiff_t rows) {
    if constexpr (requires { Workspace::shape; })
        if constexpr (Workspace::shape.steps > 1)
            if (rows % Workspace::shape.steps != 0) [[unlikely]]
                fail_sequences(call, rows, Workspace::shape.steps);
}

/// A target for each of at least one row, or sequence; where both are counted by their types, a verdict has
/// said so.
template <class Network, class Loss, class Workspace, class X, class Target>
HANDGRAD_INLINE constexpr void check_targets([[maybe_unused]] const char* call, [[maybe_unused]] const X& x,
                                             [[maybe_unused]] const Target& target) {
    if constexpr (counts_at_run_time<X, Target>) {
        const std::ptrdiff_t rows = as_rows(x).count(), targets = as_rows(target).count();
        if constexpr (needs_sequences<Network>()) {
            constexpr extent one(1, Workspace::shape.steps);
            const std::ptrdiff_t wanted = rows / one.steps * targets_after<Network, Loss>(one).steps;
            if (wanted != targets || wanted == 0) [[unlikely]]
                fail_target_rows(call, wanted, targets);
        } else {
            if (rows != targets || rows == 0) [[unlikely]]
                fail_targets(call, rows, targets);
        }
    }
}

/// Option of a loss of sequences, `template <bool Throws> void check_sequences(call, std::ptrdiff_t
/// sequences, int steps) const`: it fails, or, unless it may throw, says what is wrong and aborts, if it is
/// not one of so many sequences, of each of which the network makes so many rows.
template <class Network, bool Throws, class Loss, class X, class Workspace>
HANDGRAD_INLINE constexpr void check_loss([[maybe_unused]] const char* call,
                                          [[maybe_unused]] const Loss& loss, [[maybe_unused]] const X& x,
                                          [[maybe_unused]] const Workspace& ws) noexcept(!Throws) {
    if constexpr (requires { loss.template check_sequences<Throws>(call, 1, 1); }) {
        constexpr int steps = Workspace::shape.steps;
        loss.template check_sequences<Throws>(call, as_rows(x).count() / steps,
                                              rows_after<Network>(extent(1, steps)).steps);
    }
}

/// The state that a batch goes on from, and the gradient with respect to it, which are written.
template <class X>
HANDGRAD_INLINE constexpr auto state_of_batch([[maybe_unused]] const X& x) noexcept {
    if constexpr (goes_on_from_state<X>)
        return object_of("the state", *x.state);
    else
        return argument<discard>{};
}
template <class X>
HANDGRAD_INLINE constexpr auto state_gradient_of_batch([[maybe_unused]] const X& x) noexcept {
    if constexpr (has_state_gradient<X>)
        return object_of("the gradient of the state", *x.gradient);
    else
        return argument<discard>{};
}
/// They lie apart from each other and from the other arguments.
template <bool Throws, class X, class... Others>
HANDGRAD_INLINE constexpr void check_state(const char* call, const X& x,
                                           argument<Others>... others) noexcept(!Throws) {
    require_apart<Throws>(call, state_of_batch(x), numbers_of("the batch", plain_batch(x)),
                          state_gradient_of_batch(x), others...);
    require_apart<Throws>(call, state_gradient_of_batch(x), numbers_of("the batch", plain_batch(x)),
                          others...);
}

/// What a forward pass over that many rows writes of a workspace, and nothing else.
template <extent Rows, class Workspace>
HANDGRAD_INLINE constexpr argument<Workspace> scratch_of(Workspace& ws) noexcept {
    const auto scratch = numbers_of("", ws.template scratch<Rows>());
    return {"the workspace", scratch.begin, scratch.bytes};
}

/// `work`, if there is some, is written while `model` and x are read, and y in no order that is promised.
template <bool Throws, class Model, class X, class Work, class Y>
HANDGRAD_INLINE constexpr void check_inference(const char* call, argument<Model> model, const X& x,
                                               argument<Work> work, const Y& y) noexcept(!Throws) {
    const auto batch = numbers_of("the batch", plain_batch(x));
    check_places(call, model, batch, numbers_of("the results", y));
    if constexpr (is_sequence_batch<X>)
        check_state<Throws>(call, x, model, work, numbers_of("the results", y));
    require_apart<Throws>(call, work, batch);
    if constexpr (!is_whole_object<Model>) require_apart<Throws>(call, work, model);
    require_apart<Throws>(call, numbers_of("the results", y), batch, model, work);
}

/// forward with a workspace, its result written to y or returned.
template <extent Rows, class Model, class X, class Workspace, class Y = discard>
HANDGRAD_INLINE constexpr void check_forward(argument<Model> model, const X& x, Workspace& ws,
                                             const Y& y = {}) noexcept {
    check_inference<false>("forward", model, x, scratch_of<Rows>(ws), y);
}

HANDGRAD_INLINE constexpr void check_room(std::ptrdiff_t rows, std::ptrdiff_t room) {
    if (room != rows) [[unlikely]]
        fail_room("predict", "results", room, rows);
}
/// The rows that the network makes of those of x.
template <class Network, class X>
HANDGRAD_INLINE constexpr std::ptrdiff_t rows_made(const X& x, std::ptrdiff_t steps) noexcept {
    const std::ptrdiff_t rows = as_rows(x).count();
    if constexpr (needs_sequences<Network>())
        return steps == 0 ? 0 : rows / steps * rows_of_steps<Network>(steps);
    else
        return rows;
}
/// predict, without a workspace and with one.
template <class Network, class Model, class X, class Y>
HANDGRAD_INLINE constexpr void check_predict(argument<Model> model, const X& x, const Y& y) {
    check_whole_steps<Network>("predict", x);
    check_room(rows_made<Network>(x, as_rows(x).count() / larger(sequences_of<X>, 1)), as_rows(y).count());
    check_inference<true>("predict", model, x, argument<discard>{}, y);
}
template <class Network, extent Tile, class Model, class X, class Workspace, class Y>
HANDGRAD_INLINE constexpr void check_predict(argument<Model> model, const X& x, Workspace& ws, const Y& y) {
    check_steps<Network, X, Workspace>("predict", x);
    check_sequences<Workspace>("predict", as_rows(x).count());
    check_room(rows_made<Network>(x, Workspace::shape.steps), as_rows(y).count());
    check_inference<true>("predict", model, x, scratch_of<Tile>(ws), y);
}

[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_steps(std::ptrdiff_t count, int stride) noexcept {
    refuse(sentence("stream: found ", count, " steps, expected a multiple of ", stride, ", not negative")
               .c_str());
}
[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_null(std::ptrdiff_t count) noexcept {
    refuse(sentence("stream: found a null pointer, expected numbers of ", count, " steps").c_str());
}
/// stream, in a build that checks.
template <class Network, class Model, class In, class T, class State>
HANDGRAD_INLINE constexpr void
check_stream([[maybe_unused]] argument<Model> model, [[maybe_unused]] const In* x, [[maybe_unused]] T* y,
             [[maybe_unused]] std::ptrdiff_t count, [[maybe_unused]] State& state) noexcept {
#if defined(HANDGRAD_CHECKED)
    HANDGRAD_EXPECT(count >= 0 && count % stride_of<Network> == 0, refuse_steps(count, stride_of<Network>));
    HANDGRAD_EXPECT(count == 0 || (x != nullptr && y != nullptr), refuse_null(count));
    const rows<const In, Network::inputs> from(unchecked, x, count * State::sequences);
    const rows<T, Network::outputs> to(unchecked, y, rows_of_steps<Network>(count) * State::sequences);
    const auto batch = numbers_of("the batch", from);
    const auto remembered = object_of("the state", state);
    check_inputs<Network, false>("stream", from);
    require_apart<false>("stream", numbers_of("the results", to), batch, model, remembered);
    require_apart<false>("stream", remembered, batch, model);
#endif
}

/// value_and_gradient: what it writes are `gradient`, `dx` and all of the workspace but its
/// parameter_gradient(), where the gradient may go.
template <class Network, class Loss, bool Throws, class P, class X, class Target, class Gradient,
          class Workspace, class DX>
HANDGRAD_INLINE constexpr void check_pass(const char* call, const P& p, const X& x, const Target& target,
                                          const Gradient& gradient, const Workspace& ws,
                                          const DX& dx) noexcept(!Throws) {
    const auto rows = as_rows(x).count();
    check_steps<Network, X, Workspace>(call, x);
    check_sequences<Workspace>(call, rows);
    check_targets<Network, Loss, Workspace>(call, x, target);
    if constexpr (!is_discarded<DX>)
        if (const auto room = as_rows(dx).count(); room != rows) [[unlikely]]
            fail_room(call, "input gradients", room, rows);
    const auto parameters = numbers_of("the parameters", p);
    const auto batch = numbers_of("the batch", plain_batch(x));
    const auto targets = numbers_of("the targets", target);
    const auto to = numbers_of("the gradient", gradient);
    const auto input_gradient = numbers_of("the input gradient", dx);
    const auto work = object_of("the workspace", ws);
    check_places(call, parameters, batch, targets, to, input_gradient, work);
    require_apart<Throws>(call, work, parameters, batch, targets, input_gradient);
    if constexpr (!may_be_part<block_in<Gradient>, Workspace>) require_apart<Throws>(call, work, to);
    require_apart<Throws>(call, to, parameters, batch, targets, input_gradient);
    require_apart<Throws>(call, input_gradient, parameters, batch, targets);
    if constexpr (is_sequence_batch<X>)
        check_state<Throws>(call, x, parameters, targets, to, input_gradient, work);
}

/// A block of numbers that an optimizer writes. What another function does with its state, and what it may
/// only read, is its own affair: the batch itself, say.
template <class Step, class State>
HANDGRAD_INLINE constexpr auto state_of(State& state) noexcept {
    if constexpr (optimizer<Step> && !std::is_const_v<State> && block_size<State> >= 0)
        return numbers_of("the optimizer's state", state);
    else
        return argument<discard>{};
}

/// train_step writes the parameters, an optimizer's state and all of the workspace.
template <class Network, class Loss, bool Throws, class Step, class P, class X, class Target, class Workspace,
          class... State>
HANDGRAD_INLINE constexpr void check_step(const char* call, const P& p, const X& x, const Target& target,
                                          const Workspace& ws, State&... state) noexcept(!Throws) {
    check_steps<Network, X, Workspace>(call, x);
    check_sequences<Workspace>(call, as_rows(x).count());
    check_targets<Network, Loss, Workspace>(call, x, target);
    const auto parameters = numbers_of("the parameters", p);
    const auto batch = numbers_of("the batch", plain_batch(x));
    const auto targets = numbers_of("the targets", target);
    const auto work = object_of("the workspace", ws);
    check_places(call, parameters, batch, targets, work, state_of<Step>(state)...);
    require_apart<Throws>(call, work, parameters, batch, targets, state_of<Step>(state)...);
    require_apart<Throws>(call, parameters, batch, targets, state_of<Step>(state)...);
    (require_apart<Throws>(call, state_of<Step>(state), batch, targets), ...);
    if constexpr (is_sequence_batch<X>)
        check_state<Throws>(call, x, parameters, targets, work, state_of<Step>(state)...);
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
