/// What happens when an argument that only the run time knows is wrong.
#pragma once

#include <handgrad/core/config.hpp>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// Throws std::invalid_argument with the text; where exceptions are switched off, prints it and aborts.
/// Called before anything is changed, so every object is as it was.
[[noreturn, gnu::cold, gnu::noinline]] inline void fail(const std::string& text) {
#if defined(__cpp_exceptions)
    throw std::invalid_argument(text);
#else
    std::fprintf(stderr, "handgrad: %s\n", text.c_str());
    std::abort();
#endif
}

namespace detail {

/// The same in a function that promises not to throw: prints the sentence and aborts.
[[noreturn, gnu::cold, gnu::noinline]] inline void refuse(const char* sentence) noexcept {
    std::fprintf(stderr, "handgrad: %s\n", sentence);
    std::abort();
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad
