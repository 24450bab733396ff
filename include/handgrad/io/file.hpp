/// Files, read as a whole, and written as a whole or not at all.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/result.hpp>
#include <handgrad/io/source.hpp>
#include <handgrad/io/system/replaced_file.hpp>
#include <handgrad/io/system/system_calls.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

namespace detail {

/// All that can be read of an open file; `expected` bytes, or more or fewer.
template <class System>
result<file> read_to_the_end(descriptor<System>& from, const std::string& path, std::size_t expected) {
    // A part that fits a cache: resize fills it with zeros, then it is read.
    constexpr std::size_t part = std::size_t{1} << 18;
    file found{path, {}};
    std::vector<std::byte>& bytes = found.bytes;
    bytes.reserve(expected + 1); // one more, to meet the end
    for (std::size_t filled = 0;;) {
        if (filled == bytes.size()) {
            const std::size_t room = bytes.capacity() - filled;
            bytes.resize(filled + (room == 0 || room > part ? part : room));
        }
        const ::ssize_t n = uninterrupted(
            [&] { return ::read(from.number(), bytes.data() + filled, bytes.size() - filled); });
        if (n < 0) return error(path, "cannot be read", reason());
        if (n == 0) {
            bytes.resize(filled);
            return found;
        }
        filled += static_cast<std::size_t>(n);
    }
}

} // namespace detail

/// The bytes of a file, of a pipe or a device until their end. Errors: the path, and the system's reason.
inline result<file> try_read_file(const std::string& path) {
    if (path.find('\0') != path.npos) return detail::path_with_zero(path, "cannot be opened");
    detail::system_calls system;
    detail::descriptor from(system, detail::uninterrupted([&] {
                                return system.open(AT_FDCWD, path.c_str(), O_RDONLY | O_CLOEXEC, 0);
                            }));
    struct ::stat about {};
    if (!from.is_open() || ::fstat(from.number(), &about) < 0)
        return error(path, "cannot be opened", detail::reason());
    if (S_ISDIR(about.st_mode)) return error(path, "cannot be read", "it is a folder");

    // Of what is no regular file the system does not know the size, of some of its own not the right one.
    const auto size = S_ISREG(about.st_mode) ? static_cast<std::uint64_t>(about.st_size) : 0;
    if (size >= std::vector<std::byte>().max_size())
        return error(path, "cannot be read", std::to_string(size) + " bytes are more than memory can hold");
    return detail::read_to_the_end(from, path, size < 4096 ? 4096 : static_cast<std::size_t>(size));
}

/// The same; throws a format_error.
inline file read_file(const std::string& path) { return try_read_file(path).value(); }

/// Makes a file of these bytes, or replaces the file that is there, as a whole: whatever fails, and whenever
/// the process or the machine stops, the path names the old file or the new one. The bytes go to a temporary
/// file in the same folder, then to the disk, and the temporary file takes the name; then the folder goes to
/// the disk. An error removes the temporary file; what kills the process leaves it, by a name that ends in
/// ".handgrad-tmp". An error that says "is written" is about the last step: the new file is there.
///
/// A new file has the permissions that the process gives (umask), another those of the old one; its owner is
/// the process's. A file that must not be written is not replaced. Of a symbolic link the file is replaced
/// that it leads to, which must be there; other hard links keep the old file. What is no regular file, a pipe
/// or a device, is written to as it is.
inline result<void> try_write_file(const std::string& path, std::span<const std::byte> bytes) {
    detail::system_calls system;
    return detail::write_or_replace(system, path, bytes);
}

/// The same; throws a format_error.
inline void write_file(const std::string& path, std::span<const std::byte> bytes) {
    try_write_file(path, bytes).value();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
