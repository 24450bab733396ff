/// A file that is replaced as a whole, or not at all.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/result.hpp>
#include <handgrad/io/system/system_calls.hpp>

#include <cstdlib>
#include <span>
#include <string>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io::detail {

inline error path_with_zero(const std::string& path, std::string what) {
    return error(path.c_str(), std::move(what), "the path has a zero byte in it");
}

inline error not_written(const std::string& path, std::string why) {
    return error(path, "cannot be written", std::move(why));
}
inline std::string of_all(std::size_t written, std::size_t all) {
    return ", after " + std::to_string(written) + " of " + std::to_string(all) + " bytes";
}

/// The name under which a file grows before it takes the place of another.
inline std::string temporary_name(const std::string& name, int attempt) {
    // A name may have 255 bytes.
    return name.substr(0, 200) + "." + std::to_string(::getpid()) + "-" + std::to_string(attempt) +
           ".handgrad-tmp";
}

/// What is replaced: a name in a folder, and the permissions of the file of that name, or those of a new one.
struct replaced {
    std::string folder, name;
    ::mode_t mode;
    bool exists;

    replaced(const std::string& path, ::mode_t m, bool e) : mode(m), exists(e) {
        const std::size_t slash = path.rfind('/');
        name = path.substr(slash == path.npos ? 0 : slash + 1);
        folder = slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
    }
};

/// A file that is removed at the end, unless it has taken the place of another.
template <class System>
class temporary_file {
public:
    /// Makes one beside what is replaced; none, and errno, if that fails.
    temporary_file(System& system, int folder, const replaced& old)
        : system_(system), folder_(folder), file_(system, make(old)), exists_(file_.is_open()) {}
    temporary_file(const temporary_file&) = delete;
    temporary_file& operator=(const temporary_file&) = delete;
    ~temporary_file() {
        if (exists_) static_cast<void>(remove());
    }

    bool exists() const noexcept { return exists_; }
    descriptor<System>& file() noexcept { return file_; }
    const std::string& name() const noexcept { return name_; }

    int rename(const std::string& to) {
        const int result = system_.rename(folder_, name_.c_str(), to.c_str());
        exists_ = result < 0;
        return result;
    }
    int remove() {
        exists_ = false;
        return system_.remove(folder_, name_.c_str());
    }

private:
    int make(const replaced& old) {
        constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
        // Until it has the old one's permissions, it is the process's alone.
        const ::mode_t mode = old.exists ? S_IRUSR | S_IWUSR : old.mode;
        // Others write, too, and those that were killed have left theirs.
        for (int attempt = 0;; ++attempt) {
            name_ = temporary_name(old.name, attempt);
            const int number =
                uninterrupted([&] { return system_.open(folder_, name_.c_str(), flags, mode); });
            if (number >= 0 || errno != EEXIST || attempt == 999) return number;
        }
    }

    System& system_;
    int folder_;
    std::string name_;
    descriptor<System> file_;
    bool exists_;
};

/// All up to the change of the name; what went wrong, or nothing.
template <class System>
std::string fill(System& system, temporary_file<System>& made, const replaced& old,
                 std::span<const std::byte> bytes) {
    const int number = made.file().number();
    if (old.exists && uninterrupted([&] { return system.change_mode(number, old.mode); }) < 0)
        return "its permissions cannot be given to the new file: " + reason();
    const std::size_t written = write_all(system, number, bytes);
    if (written < bytes.size()) return reason() + of_all(written, bytes.size());
    if (uninterrupted([&] { return system.sync(number); }) < 0)
        return "the bytes cannot be brought to the disk: " + reason();
    if (made.file().close() < 0) return "the new file cannot be closed: " + reason();
    if (made.rename(old.name) < 0) return "the new file cannot take the name: " + reason();
    return {};
}

template <class System>
result<void> replace(System& system, const std::string& path, const replaced& old,
                     std::span<const std::byte> bytes) {
    const descriptor folder(system, uninterrupted([&] {
                                return system.open(AT_FDCWD, old.folder.c_str(),
                                                   O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
                            }));
    if (!folder.is_open())
        return not_written(path, "its folder " + old.folder + " cannot be opened: " + reason());
    temporary_file made(system, folder.number(), old);
    if (!made.exists())
        return not_written(path, "no file can be made in its folder " + old.folder + ": " + reason());

    if (std::string why = fill(system, made, old, bytes); !why.empty()) {
        error what = not_written(path, std::move(why));
        if (made.remove() < 0)
            what.add("its temporary file " + made.name(), "cannot be removed: " + reason());
        return what;
    }
    // Some file systems have nothing to do for a folder, and say that it cannot be done.
    if (uninterrupted([&] { return system.sync(folder.number()); }) < 0 && errno != EINVAL)
        return error(path, "is written",
                     "its folder " + old.folder +
                         " cannot be brought to the disk, so that it may not outlast a "
                         "power failure: " +
                         reason());
    return {};
}

/// A pipe, or a device.
template <class System>
result<void> write_to(System& system, const std::string& path, std::span<const std::byte> bytes) {
    descriptor to(system, uninterrupted([&] {
                      return system.open(AT_FDCWD, path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC, 0);
                  }));
    if (!to.is_open()) return not_written(path, reason());
    const std::size_t written = write_all(system, to.number(), bytes);
    if (written < bytes.size()) return not_written(path, reason() + of_all(written, bytes.size()));
    if (to.close() < 0) return not_written(path, reason());
    return {};
}

/// A file that is not there yet, and is no link to one that is not.
template <class System>
result<void> make_new(System& system, const std::string& path, std::span<const std::byte> bytes) {
    struct ::stat about {};
    if (::lstat(path.c_str(), &about) == 0)
        return not_written(path, "it is a symbolic link to a file that is not there");
    if (path.empty() || path.back() == '/') return not_written(path, "it is no name of a file");
    return replace(system, path,
                   replaced(path, S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH, false), bytes);
}

/// The file that is there.
template <class System>
result<void> replace_old(System& system, const std::string& path, ::mode_t mode,
                         std::span<const std::byte> bytes) {
    if (::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) < 0) return not_written(path, reason());
    char* const without_links = ::realpath(path.c_str(), nullptr);
    if (without_links == nullptr) return not_written(path, reason());
    const replaced old(without_links, mode & (S_IRWXU | S_IRWXG | S_IRWXO), true);
    std::free(without_links);
    return replace(system, path, old, bytes);
}

/// try_write_file (io/file.hpp).
template <class System>
result<void> write_or_replace(System& system, const std::string& path, std::span<const std::byte> bytes) {
    if (path.find('\0') != path.npos) return path_with_zero(path, "cannot be written");
    struct ::stat about {};
    if (::stat(path.c_str(), &about) < 0)
        return errno == ENOENT ? make_new(system, path, bytes) : result<void>(not_written(path, reason()));
    if (S_ISDIR(about.st_mode)) return not_written(path, "it is a folder");
    if (!S_ISREG(about.st_mode)) return write_to(system, path, bytes);
    return replace_old(system, path, about.st_mode, bytes);
}

} // namespace io::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
