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
    format_error(const std::string& file, const std::string& field, const std::string& found,
                 const std::string& expected)
        : std::runtime_error(file + ": " + field + ": found " + found + ", expected " + expected) {}
};

/// Throws a format_error; where exceptions are switched off, prints its text and aborts.
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_format(const std::string& file,
                                                               const std::string& field,
                                                               const std::string& found,
                                                               const std::string& expected) {
    const format_error error(file, field, found, expected);
#if defined(__cpp_exceptions)
    throw error;
#else
    std::fprintf(stderr, "handgrad: %s\n", error.what());
    std::abort();
#endif
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
