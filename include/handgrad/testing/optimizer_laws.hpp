/// The laws of an optimizer, checked: for the library's own and for yours.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/random.hpp>
#include <handgrad/optimizer/concept.hpp>
#include <handgrad/testing/law_report.hpp>

#include <array>
#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// Whether operator() promises to do no more than the rule.
template <class Rule>
inline constexpr bool is_its_rule = !says_what_steps<Rule> || says_elementwise<Rule, Rule>;

} // namespace detail

namespace testing {

/// Whether `rule` does what optimizer/concept.hpp asks for, in three steps on 19 floats:
///     a parameter's step gives the same bits, whatever parameters are beside it
///     a function of its own, operator(), does what the rule does, unless it says that it does more
///     of finite numbers it makes finite ones
template <optimizer Rule>
law_report optimizer_laws(const Rule& rule, std::uint64_t seed = 1) {
    constexpr int N = 19;
    rng r(seed);
    std::array<float, N> start, p, q;
    for (float& x : start) x = r.uniform(-1.0f, 1.0f);
    p = q = start;
    optimizer_state<Rule, N> state, state_of_call;
    std::array<std::array<float, 1>, N> alone;
    std::array<optimizer_state<Rule, 1>, N> states;
    for (int i = 0; i < N; ++i) alone[static_cast<std::size_t>(i)][0] = start[static_cast<std::size_t>(i)];
    for (int step = 0; step < 3; ++step) {
        std::array<float, N> g;
        for (float& x : g) x = r.uniform(-1.0f, 1.0f);
        apply(rule, p, g, state);
        if constexpr (std::is_invocable_v<const Rule&, decltype(q)&, decltype(g)&, decltype(state)&>)
            rule(q, g, state_of_call);
        else
            apply(rule, q, g, state_of_call);
        for (std::size_t i = 0; i < N; ++i) {
            apply(rule, alone[i], std::array<float, 1>{g[i]}, states[i]);
            const int element = static_cast<int>(i);
            if (!(p[i] - p[i] == 0))
                return {"a step must be finite", element, double(p[i]), double(start[i])};
            if (!(alone[i][0] == p[i]))
                return {"a parameter's step must not depend on those beside it", element, double(p[i]),
                        double(alone[i][0])};
            if constexpr (handgrad::detail::is_its_rule<Rule>)
                if (!(q[i] == p[i]))
                    return {"operator() must do what the rule does", element, double(q[i]), double(p[i])};
        }
    }
    return {};
}

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
