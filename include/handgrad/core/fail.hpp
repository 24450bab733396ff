/// What happens when an argument that only the run time knows is wrong.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/sentence.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>

#if defined(__cpp_exceptions) && !defined(__GLIBCXX__)
#include <stdexcept>
#endif

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// Throws std::invalid_argument with the text; where exceptions are switched off, prints it and aborts.
/// Called before anything is changed, so every object is as it was.
[[noreturn, gnu::cold, gnu::noinline]] inline void fail(const char* text) {
#if !defined(__cpp_exceptions)
    std::fprintf(stderr, "handgrad: %s\n", text);
    std::abort();
#elif defined(__GLIBCXX__)
    // What the containers of libstdc++ call, <array> among them. <stdexcept> brings std::string along, which
    // would be a quarter of what <handgrad/handgrad.hpp> costs to compile.
    std::__throw_invalid_argument(text);
#else
    throw std::invalid_argument(text);
#endif
}

/// The same with a std::string, or whatever else has a c_str(), ...
template <class Text>
    requires requires(const Text& text) { text.c_str(); }
[[noreturn, gnu::cold, gnu::noinline]] void fail(const Text& text) {
    fail(static_cast<const char*>(text.c_str()));
}

/// ... and with a text of several parts, which are texts, characters and numbers.
template <class First, class Second, class... More>
[[noreturn, gnu::cold, gnu::noinline]] void fail(const First& first, const Second& second,
                                                 const More&... more) {
    fail(detail::sentence(first, second, more...).c_str());
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

#include <handgrad/core/pop_macros.hpp>
