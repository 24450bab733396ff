/// What only the run time can find wrong with a call of a network, found before anything is changed.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/extent.hpp>
#include <handgrad/core/fail.hpp>
#include <handgrad/core/overlap.hpp>
#include <handgrad/network/batch.hpp>
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

/// Whole sequences, of as many steps as the workspace is for.
template <class Workspace>
HANDGRAD_INLINE constexpr void check_sequences(const char* call, std::ptrdiff_t rows) {
    if constexpr (requires { Workspace::shape; })
        if constexpr (Workspace::shape.steps > 1)
            if (rows % Workspace::shape.steps != 0) [[unlikely]]
                fail_sequences(call, rows, Workspace::shape.steps);
}

/// A target for each of at least one row.
HANDGRAD_INLINE constexpr void check_targets(const char* call, std::ptrdiff_t rows, std::ptrdiff_t targets) {
    if (rows != targets || rows == 0) [[unlikely]]
        fail_targets(call, rows, targets);
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
    const auto batch = numbers_of("the batch", x);
    check_places(call, model, batch, numbers_of("the results", y));
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
/// predict, without a workspace and with one.
template <class Model, class X, class Y>
HANDGRAD_INLINE constexpr void check_predict(argument<Model> model, const X& x, const Y& y) {
    check_room(as_rows(x).count(), as_rows(y).count());
    check_inference<true>("predict", model, x, argument<discard>{}, y);
}
template <extent Tile, class Model, class X, class Workspace, class Y>
HANDGRAD_INLINE constexpr void check_predict(argument<Model> model, const X& x, Workspace& ws, const Y& y) {
    check_room(as_rows(x).count(), as_rows(y).count());
    check_sequences<Workspace>("predict", as_rows(x).count());
    check_inference<true>("predict", model, x, scratch_of<Tile>(ws), y);
}

/// value_and_gradient: what it writes are `gradient`, `dx` and all of the workspace but its
/// parameter_gradient(), where the gradient may go.
template <bool Throws, class P, class X, class Target, class Gradient, class Workspace, class DX>
HANDGRAD_INLINE constexpr void check_pass(const char* call, const P& p, const X& x, const Target& target,
                                          const Gradient& gradient, const Workspace& ws,
                                          const DX& dx) noexcept(!Throws) {
    const auto rows = as_rows(x).count();
    check_targets(call, rows, as_rows(target).count());
    check_sequences<Workspace>(call, rows);
    if constexpr (!is_discarded<DX>)
        if (const auto room = as_rows(dx).count(); room != rows) [[unlikely]]
            fail_room(call, "input gradients", room, rows);
    const auto parameters = numbers_of("the parameters", p);
    const auto batch = numbers_of("the batch", x);
    const auto targets = numbers_of("the targets", target);
    const auto to = numbers_of("the gradient", gradient);
    const auto input_gradient = numbers_of("the input gradient", dx);
    const auto work = object_of("the workspace", ws);
    check_places(call, parameters, batch, targets, to, input_gradient, work);
    require_apart<Throws>(call, work, parameters, batch, targets, input_gradient);
    if constexpr (!may_be_part<block_in<Gradient>, Workspace>) require_apart<Throws>(call, work, to);
    require_apart<Throws>(call, to, parameters, batch, targets, input_gradient);
    require_apart<Throws>(call, input_gradient, parameters, batch, targets);
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
template <bool Throws, class Step, class P, class X, class Target, class Workspace, class... State>
HANDGRAD_INLINE constexpr void check_step(const char* call, const P& p, const X& x, const Target& target,
                                          const Workspace& ws, State&... state) noexcept(!Throws) {
    check_targets(call, as_rows(x).count(), as_rows(target).count());
    check_sequences<Workspace>(call, as_rows(x).count());
    const auto parameters = numbers_of("the parameters", p);
    const auto batch = numbers_of("the batch", x);
    const auto targets = numbers_of("the targets", target);
    const auto work = object_of("the workspace", ws);
    check_places(call, parameters, batch, targets, work, state_of<Step>(state)...);
    require_apart<Throws>(call, work, parameters, batch, targets, state_of<Step>(state)...);
    require_apart<Throws>(call, parameters, batch, targets, state_of<Step>(state)...);
    (require_apart<Throws>(call, state_of<Step>(state), batch, targets), ...);
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
