/// The laws of an executor, checked: for the library's own and for yours.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/testing/law_report.hpp>
#include <handgrad/train/executor.hpp>

#include <array>
#include <atomic>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace testing {

/// Whether `team` does what train/executor.hpp asks for, of 0 to 9 tasks: each is called once, and has
/// returned when the call has.
template <executor Team>
law_report executor_laws(Team&& team) {
    constexpr int most = 9;
    for (int count = 0; count <= most; ++count) {
        std::array<std::atomic<int>, most + 1> calls{};
        team(count, [&](int task) noexcept {
            const bool known = 0 <= task && task < count;
            ++calls[static_cast<std::size_t>(known ? task : most)];
        });
        for (int task = 0; task <= most; ++task) {
            const int found = calls[static_cast<std::size_t>(task)], expected = task < count ? 1 : 0;
            if (found != expected)
                return {"each task must be called once", task, double(found), double(expected)};
        }
    }
    return {};
}

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
