/// Numbers as text, for messages.
#pragma once

#include <handgrad/core/config.hpp>

#include <charconv>
#include <cstdint>
#include <string>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The shortest text that is read as x again, the same in every locale.
inline std::string text_of(double x) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, x).ptr};
}
inline std::string text_of(std::int64_t n) { return std::to_string(n); }
inline std::string text_of(std::uint64_t n) { return std::to_string(n); }

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad
