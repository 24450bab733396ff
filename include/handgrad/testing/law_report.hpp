/// What the check of a contract finds.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <string>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace testing {

/// Which law of a contract is broken, and where; none if `broken` is null.
struct law_report {
    const char* broken = nullptr;
    int element = 0; // of the result that is wrong, counted row by row
    double found = 0, expected = 0;

    constexpr bool holds() const { return broken == nullptr; }
    constexpr explicit operator bool() const { return holds(); }

    /// One sentence: the law, the element, what was found and what was expected.
    std::string explain() const {
        if (holds()) return "the laws hold";
        return std::string(broken) + ": element " + std::to_string(element) + ": found " +
               std::to_string(found) + ", expected " + std::to_string(expected);
    }
};

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
