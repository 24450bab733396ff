/// What reading a file can complain about.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <stdexcept>
#include <string>

#if !defined(__cpp_exceptions)
#include <cstdio>
#include <cstdlib>
#endif

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// A file does not hold what it should: "file: field: found this, expected that".
class format_error : public std::runtime_error {
public:
    explicit format_error(const std::string& text) : std::runtime_error(text) {}
    format_error(const std::string& file, const std::string& field, const std::string& found,
                 const std::string& expected)
        : std::runtime_error(file + ": " + field + ": found " + found + ", expected " + expected) {}
};

/// Throws a format_error; where exceptions are switched off, prints its text and aborts.
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_format(const std::string& text) {
#if defined(__cpp_exceptions)
    throw format_error(text);
#else
    std::fprintf(stderr, "handgrad: %s\n", text.c_str());
    std::abort();
#endif
}
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_format(const std::string& file,
                                                               const std::string& field,
                                                               const std::string& found,
                                                               const std::string& expected) {
    fail_format(format_error(file, field, found, expected).what());
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
