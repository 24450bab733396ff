/// Options that are set by their names.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// True, and a sentence where the compiler quotes it.
template <setting_name Sentence>
inline constexpr bool says = true;

/// The second member of an aggregate of options: nobody names it, so that {.rate = 0.1, .weight_decay = 0.9}
/// passes it by, and nothing else can stand in its place, such as the 0.9 of {0.1, 0.9}, of which a reader
/// does not see what it is.
struct by_name {
    constexpr by_name() = default;
    // (Its name stands on one line with the sentence: core/other_call.hpp.)
    // clang-format off
    template <class Given>
    by_name(Given) requires(says<"options after the first are set by name: {.rate = 0.1, .weight_decay = 0.9}">) = delete;
    // clang-format on
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
