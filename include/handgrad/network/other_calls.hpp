/// Calls of a network's functions that none of them takes.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/other_call.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

using mistake::any, mistake::call, mistake::no_result;

// clang-format off

/// A base of every network, without its layers, of which a message would say all.
struct other_calls {
    static no_result
        initialize(call<"initialize(p, rng) or initialize(p, rng, he_normal{}), after hg::rng rng(42)"> = {},
                   any = {}, any = {}, any = {}) = delete;
    static no_result
        forward(call<"forward(p, x), forward(p, x, ws) or forward(p, x, ws, y), ws being a variable; or forward(p, x, state)"> = {},
                any = {}, any = {}, any = {}, any = {}) = delete;
    static no_result
        predict(call<"predict(p, x, y) or predict(p, x, ws, y), which write y; ws is a variable; or predict(p, x, y, state)"> = {},
                any = {}, any = {}, any = {}, any = {}) = delete;
    static no_result
        stream(call<"stream(p, x, y, count, state): x and y point to numbers; the state is a variable"> = {},
               any = {}, any = {}, any = {}, any = {}, any = {}) = delete;
    static no_result
        value_and_gradient(call<"value_and_gradient(loss, p, x, target, gradient, ws), ws a variable"> = {},
                           any = {}, any = {}, any = {}, any = {}, any = {}, any = {}, any = {}) = delete;
    static no_result
        train_step(call<"train_step(loss, step, p, x, target, ws), and a state; both are variables"> = {},
                   any = {}, any = {}, any = {}, any = {}, any = {}, any = {}, any = {}) = delete;
};

/// The same of every frozen network.
struct other_frozen_calls {
    no_result forward(call<"forward(x), forward(x, ws) or forward(x, ws, y), ws being a variable; or forward(x, state)"> = {},
                      any = {}, any = {}, any = {}) const = delete;
    no_result predict(call<"predict(x, y) or predict(x, ws, y), which write y; ws is a variable; or predict(x, y, state)"> = {},
                      any = {}, any = {}, any = {}) const = delete;
    no_result stream(call<"stream(x, y, count, state): x and y point to numbers; the state is a variable"> = {},
                     any = {}, any = {}, any = {}, any = {}) const = delete;
};

/// The same of every data_parallel.
struct other_parallel_calls {
    static no_result
        value_and_gradient(call<"value_and_gradient(team, loss, p, x, target, gradient, ws)"> = {}, any = {},
                           any = {}, any = {}, any = {}, any = {}, any = {}, any = {}) = delete;
    static no_result
        train_step(call<"train_step(team, loss, step, p, x, target, ws), and a state: variables"> = {},
                   any = {}, any = {}, any = {}, any = {}, any = {}, any = {}, any = {}, any = {}) = delete;
};

// clang-format on

} // namespace detail

namespace testing {

// Which <handgrad/handgrad.hpp> leaves out, for what it includes.
struct no_report : mistake::no_result {
    constexpr bool holds() const { return true; }
};
// clang-format off
template <class Network, class...>
no_report
    gradient_check(mistake::call<"gradient_check<Net>(loss, p, x, target) of testing/gradient_check.hpp"> = {},
                   mistake::any = {}, mistake::any = {}, mistake::any = {}, mistake::any = {}) = delete;
// clang-format on

} // namespace testing
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
