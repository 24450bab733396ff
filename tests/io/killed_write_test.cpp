// A process that writes versions of a file, one after the other, and is killed: the file is one of them.
#include "killed.hpp"

#include <handgrad/io/file.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace io = handgrad::io;

namespace {

constexpr std::size_t words = 131072; // 1 MiB

constexpr std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 32)) * 0x9e3779b97f4a7c15u;
    return x ^ (x >> 29);
}

/// The version, then numbers that depend on it, then a digest of all before.
std::vector<std::byte> contents(std::uint64_t version) {
    std::vector<std::byte> bytes(words * 8);
    std::uint64_t digest = 0;
    for (std::size_t i = 0; i < words; ++i) {
        const std::uint64_t word = i == 0           ? version
                                   : i == words - 1 ? digest
                                                    : mixed(version * 0x100000001b3u + i);
        digest = mixed(digest + word);
        std::memcpy(bytes.data() + i * 8, &word, 8);
    }
    return bytes;
}

std::uint64_t version_of(const std::vector<std::byte>& bytes) {
    std::uint64_t version = 0;
    if (bytes.size() >= 8) std::memcpy(&version, bytes.data(), 8);
    return version;
}

} // namespace

TEST_CASE("file: killed at 100 moments of a write, it is one whole version") {
    killed::check_versions(
        [](const std::string& path, std::uint64_t version) {
            return io::try_write_file(path, contents(version)).has_value();
        },
        [](const std::string& path) {
            const auto found = io::read_file(path).bytes;
            REQUIRE(found == contents(version_of(found)));
            return version_of(found);
        });
}
