// What the tests of files ask of a system, and bytes to write.
#pragma once

#include "temporary_folder.hpp"

#include <handgrad/io/file.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace file_helpers {

namespace io = handgrad::io;

inline std::vector<std::byte> bytes(std::size_t n, unsigned seed) {
    std::vector<std::byte> all(n);
    std::uint32_t x = seed;
    for (std::byte& b : all) b = static_cast<std::byte>((x = x * 1664525 + 1013904223) >> 24);
    return all;
}

inline std::string complaint_of(const io::result<void>& r) { return r ? "" : r.error().message(); }
inline std::string complaint_of(const io::result<io::file>& r) { return r ? "" : r.error().message(); }

inline int open_files() {
    int count = 0;
    for (int number = 0; number < 256; ++number) count += fcntl(number, F_GETFD) >= 0;
    return count;
}

/// A mask for new files, for a while.
class file_mask {
public:
    explicit file_mask(mode_t mask) : before_(umask(mask)) {}
    file_mask(const file_mask&) = delete;
    file_mask& operator=(const file_mask&) = delete;
    ~file_mask() { umask(before_); }

private:
    mode_t before_;
};

inline mode_t mode_of(const std::string& path) {
    struct stat about {};
    REQUIRE(stat(path.c_str(), &about) == 0);
    return about.st_mode & 07777u;
}

} // namespace file_helpers
