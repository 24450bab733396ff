/// What is wrong with a file: all of it, not the first thing alone.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/format_error.hpp>

#include <string>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// Complaints about one file, each "what: sentence", what being a tensor or a part of the file.
class error {
public:
    error() = default;
    /// One complaint.
    error(std::string file, std::string what, std::string sentence) : file_(std::move(file)) {
        add(std::move(what), std::move(sentence));
    }
    explicit error(std::string file) : file_(std::move(file)) {}

    void add(std::string what, std::string sentence) {
        complaints_.push_back(std::move(what) + ": " + std::move(sentence));
    }

    /// Those of another one, as complaints about this file.
    void add(const error& other) {
        complaints_.insert(complaints_.end(), other.complaints_.begin(), other.complaints_.end());
    }

    const std::string& file() const noexcept { return file_; }
    const std::vector<std::string>& complaints() const noexcept { return complaints_; }
    /// Whether there is one.
    explicit operator bool() const noexcept { return !complaints_.empty(); }

    /// "file: what: sentence", a line each.
    std::string message() const {
        std::string text;
        for (const std::string& complaint : complaints_)
            text += (text.empty() ? "" : "\n") + file_ + ": " + complaint;
        return text;
    }

    /// Throws it as a format_error; where exceptions are switched off, prints its text and aborts.
    [[noreturn]] void raise() const { fail_format(message()); }

private:
    std::string file_;
    std::vector<std::string> complaints_;
};

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
