/// The bytes of a file, and what to call it.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// A file in memory: read_file (io/file.hpp) makes one.
struct file {
    std::string name;
    std::vector<std::byte> bytes;
};

/// What a reader reads: bytes, which stay where they are, and a name that stands for them in messages.
struct source {
    std::span<const std::byte> bytes;
    std::string name;

    source(std::span<const std::byte> b, std::string n = "bytes") : bytes(b), name(std::move(n)) {}
    source(const std::vector<std::byte>& b, std::string n = "bytes") : bytes(b), name(std::move(n)) {}
    source(const file& f) : bytes(f.bytes), name(f.name) {}
    source(std::vector<std::byte>&&, std::string = "") = delete; // bytes that would be gone: name them first
};

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
