/// What files need of the system, without what is tiresome about it.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/error.hpp>

#if !__has_include(<unistd.h>)
#include "handgrad needs POSIX to read and write files: read the bytes by other means, the readers take an io::source (this is about the system, not about a file)"
#endif

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io::detail {

/// The calls by which a file is written. Each returns less than 0, and errno, if it fails. Tests have others,
/// which do.
struct system_calls {
    int open(int folder, const char* name, int flags, ::mode_t mode) {
        return ::openat(folder, name, flags, mode);
    }
    ::ssize_t write(int number, const std::byte* from, std::size_t n) { return ::write(number, from, n); }
    int change_mode(int number, ::mode_t mode) { return ::fchmod(number, mode); }
    int sync(int number) { return ::fsync(number); }
    int close(int number) { return ::close(number); }
    int rename(int folder, const char* from, const char* to) { return ::renameat(folder, from, folder, to); }
    int remove(int folder, const char* name) { return ::unlinkat(folder, name, 0); }
};

/// The call, once more as long as a signal interrupts it.
template <class Call>
auto uninterrupted(Call call) {
    while (true) {
        const auto result = call();
        if (result >= 0 || errno != EINTR) return result;
    }
}

/// The most bytes of one read or write: some systems refuse more than an int holds.
inline constexpr std::size_t most_at_once = std::size_t{1} << 30;

/// The number of an open file, or folder, or of none, which is closed at the end.
template <class System>
class descriptor {
public:
    descriptor(System& system, int number) noexcept : system_(system), number_(number) {}
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor() {
        if (is_open()) static_cast<void>(close());
    }

    bool is_open() const noexcept { return number_ >= 0; }
    int number() const noexcept { return number_; }
    /// Not once more where a signal interrupts it: most systems have closed it by then.
    int close() {
        const int result = system_.close(std::exchange(number_, -1));
        return result < 0 && errno == EINTR ? 0 : result;
    }

private:
    System& system_;
    int number_;
};

/// The system's reason for what has just failed.
inline std::string reason() { return std::generic_category().message(errno); }

/// How many of the bytes are written: all, or fewer, and errno.
template <class System>
std::size_t write_all(System& system, int number, std::span<const std::byte> bytes) {
    std::size_t written = 0;
    while (written < bytes.size()) {
        const std::size_t rest = bytes.size() - written;
        const ::ssize_t n = uninterrupted([&] {
            return system.write(number, bytes.data() + written, rest < most_at_once ? rest : most_at_once);
        });
        if (n == 0) errno = ENOSPC; // what POSIX leaves open: no progress, and no reason
        if (n <= 0) return written;
        written += static_cast<std::size_t>(n);
    }
    return written;
}

} // namespace io::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
