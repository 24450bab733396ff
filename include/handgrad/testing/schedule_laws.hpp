/// The laws of a schedule, checked: for the library's own and for yours.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/schedule/concept.hpp>
#include <handgrad/testing/law_report.hpp>

#include <array>
#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace testing {

/// Whether `rate` does what schedule/concept.hpp asks for, at steps 0 .. 63 and at far ones: it is finite,
/// and the same whatever was asked before.
template <schedule Schedule>
law_report schedule_laws(const Schedule& rate) {
    constexpr int near_steps = 64;
    const auto step_of = [](int i) {
        return i < near_steps ? std::int64_t{i} : std::int64_t{1} << (i - near_steps + 6);
    };
    std::array<double, near_steps + 24> forwards{};
    constexpr int count = static_cast<int>(forwards.size());
    for (int i = 0; i < count; ++i) {
        const double found = forwards[static_cast<std::size_t>(i)] = rate(step_of(i));
        if (!(found - found == 0)) return {"a rate must be finite", i, found, 0};
    }
    for (int i = count - 1; i >= 0; --i) {
        const double expected = forwards[static_cast<std::size_t>(i)], found = rate(step_of(i));
        if (!(found == expected))
            return {"a rate must not depend on what was asked before", i, found, expected};
    }
    return {};
}

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
