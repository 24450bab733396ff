#include <complaint.hpp>

#include <handgrad/io/file.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace io = handgrad::io;
namespace fs = std::filesystem;

namespace {

/// A folder of its own, gone at the end.
class folder {
public:
    folder() : path_((fs::temp_directory_path() / "handgrad_file_XXXXXX").string()) {
        if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no temporary directory");
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder() { fs::remove_all(path_); }

    std::string operator/(const char* name) const { return path_ + "/" + name; }
    const std::string& path() const { return path_; }

    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : fs::directory_iterator(path_))
            all.push_back(entry.path().filename().string());
        return all;
    }

private:
    std::string path_;
};

std::vector<std::byte> bytes(std::size_t n, unsigned seed) {
    std::vector<std::byte> all(n);
    std::uint32_t x = seed;
    for (std::byte& b : all) b = static_cast<std::byte>((x = x * 1664525 + 1013904223) >> 24);
    return all;
}

std::string complaint_of(const io::result<void>& r) { return r ? "" : r.error().message(); }
std::string complaint_of(const io::result<io::file>& r) { return r ? "" : r.error().message(); }

int open_files() {
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

/// Not root, for a while, if root; whether modes hold then.
class nobody {
public:
    nobody() : was_root_(geteuid() == 0) {
        if (was_root_ && seteuid(65534) != 0) MESSAGE("this process stays root");
    }
    nobody(const nobody&) = delete;
    nobody& operator=(const nobody&) = delete;
    ~nobody() {
        if (was_root_ && seteuid(0) != 0) std::abort();
    }

    bool holds() const { return geteuid() != 0; }

private:
    bool was_root_;
};

mode_t mode_of(const std::string& path) {
    struct stat about {};
    REQUIRE(stat(path.c_str(), &about) == 0);
    return about.st_mode & 07777u;
}

} // namespace

TEST_CASE("file: what is written is read, whatever its size") {
    const folder in;
    for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{4095}, std::size_t{4096},
                                std::size_t{4097}, std::size_t{1000003}}) {
        const std::vector<std::byte> all = bytes(n, 1);
        io::write_file(in / "a.bin", all);
        const io::file read = io::read_file(in / "a.bin");
        CHECK(read.name == in / "a.bin");
        CHECK(read.bytes == all);
    }
    CHECK(in.names() == std::vector<std::string>{"a.bin"});
}

TEST_CASE("file: a pipe is read to its end, and written to") {
    for (const std::size_t n : {std::size_t{0}, std::size_t{5}, std::size_t{300001}}) {
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        const std::vector<std::byte> all = bytes(n, 2);
        std::thread writer([&] {
            io::try_write_file("/dev/fd/" + std::to_string(ends[1]), all).value();
            close(ends[1]);
        });
        const auto read = io::try_read_file("/dev/fd/" + std::to_string(ends[0]));
        writer.join();
        close(ends[0]);
        REQUIRE(read);
        CHECK(read->bytes == all);
    }
    CHECK(io::read_file("/dev/null").bytes.empty());
    CHECK(io::read_file("/proc/self/stat").bytes.size() > 10); // whose size is said to be 0
}

TEST_CASE("file: what cannot be read says which, and why") {
    const folder in;
    CHECK(complaint_of(io::try_read_file(in / "none")) ==
          in / "none" + ": cannot be opened: No such file or directory");
    CHECK(complaint_of(io::try_read_file("")) == ": cannot be opened: No such file or directory");
    CHECK(complaint_of(io::try_read_file(in.path())) == in.path() + ": cannot be read: it is a folder");
    CHECK(complaint_of(io::try_read_file(std::string("a\0b", 3))) ==
          "a: cannot be opened: the path has a zero byte in it");
    CHECK(complaint_of(io::try_read_file("/proc/self/mem")) ==
          "/proc/self/mem: cannot be read: Input/output error");
    CHECK(complaint<io::format_error>([&] { io::read_file(in / "none"); }) ==
          in / "none" + ": cannot be opened: No such file or directory");

    io::write_file(in / "huge", {});
    if (truncate((in / "huge").c_str(), off_t{1} << 43) == 0 && sizeof(std::size_t) == 4)
        CHECK(complaint_of(io::try_read_file(in / "huge")) ==
              in / "huge" + ": cannot be read: 8796093022208 bytes are more than memory can hold");
}

TEST_CASE("file: permissions are the old file's, or those the process gives") {
    const folder in;
    {
        const file_mask mask(027);
        io::write_file(in / "a", bytes(10, 1));
        CHECK(mode_of(in / "a") == 0640u);
    }
    for (const mode_t mode : {0600u, 0664u, 0755u, 0646u}) {
        REQUIRE(chmod((in / "a").c_str(), mode) == 0);
        const file_mask mask(077);
        io::write_file(in / "a", bytes(11, 2));
        CHECK(mode_of(in / "a") == mode);
        CHECK(io::read_file(in / "a").bytes == bytes(11, 2));
    }
}

TEST_CASE("file: a symbolic link stays one, and its file is replaced") {
    const folder in;
    fs::create_directory(in / "there");
    io::write_file(in / "there/a", bytes(10, 1));
    fs::create_symlink("there/a", in / "first");
    fs::create_symlink("first", in / "second");
    io::write_file(in / "second", bytes(20, 2));
    CHECK(fs::is_symlink(in / "second"));
    CHECK(fs::is_symlink(in / "first"));
    CHECK(!fs::is_symlink(in / "there/a"));
    CHECK(io::read_file(in / "there/a").bytes == bytes(20, 2));

    fs::create_symlink("nowhere", in / "dangling");
    CHECK(complaint_of(io::try_write_file(in / "dangling", bytes(1, 1))) ==
          in / "dangling" + ": cannot be written: it is a symbolic link to a file that is not there");
    CHECK(!fs::exists(in / "nowhere"));
}

TEST_CASE("file: a path without a folder is one in the current folder") {
    const folder in;
    const fs::path before = fs::current_path();
    fs::current_path(in.path());
    io::write_file("a", bytes(10, 1));
    io::write_file("a", bytes(12, 2));
    const auto read = io::read_file("a");
    fs::current_path(before);
    CHECK(read.bytes == bytes(12, 2));
    CHECK(in.names() == std::vector<std::string>{"a"});
}

TEST_CASE("file: a name as long as names may be") {
    const folder in;
    const std::string longest(255, 'a'), longer(256, 'a');
    io::write_file(in / longest.c_str(), bytes(10, 1));
    CHECK(io::read_file(in / longest.c_str()).bytes == bytes(10, 1));
    CHECK(complaint_of(io::try_write_file(in / longer.c_str(), {})) ==
          in / longer.c_str() + ": cannot be written: File name too long");
}

TEST_CASE("file: what cannot be written says which, and why") {
    const folder in;
    CHECK(complaint_of(io::try_write_file(in.path(), {})) ==
          in.path() + ": cannot be written: it is a folder");
    CHECK(complaint_of(io::try_write_file(in / "none/", {})) ==
          in / "none/" + ": cannot be written: it is no name of a file");
    CHECK(complaint_of(io::try_write_file("", {})) == ": cannot be written: it is no name of a file");
    CHECK(complaint_of(io::try_write_file(std::string("a\0b", 3), {})) ==
          "a: cannot be written: the path has a zero byte in it");
    CHECK(complaint_of(io::try_write_file(in / "none/a", {})) ==
          in / "none/a" + ": cannot be written: its folder " + (in / "none") +
              " cannot be opened: No such file or directory");
    io::write_file(in / "a", bytes(3, 1));
    CHECK(complaint_of(io::try_write_file(in / "a/b", {})) ==
          in / "a/b" + ": cannot be written: Not a directory");
    CHECK(complaint<io::format_error>([&] { io::write_file(in.path(), {}); }) ==
          in.path() + ": cannot be written: it is a folder");
    CHECK(io::read_file(in / "a").bytes == bytes(3, 1));
    CHECK(in.names() == std::vector<std::string>{"a"});
}

TEST_CASE("file: a full disk") {
    if (access("/dev/full", W_OK) != 0) {
        MESSAGE("skipped: this system has no /dev/full");
        return;
    }
    CHECK(complaint_of(io::try_write_file("/dev/full", bytes(1000, 1))) ==
          "/dev/full: cannot be written: No space left on device, after 0 of 1000 bytes");
}

TEST_CASE("file: a folder, and a file, that must not be written") {
    const folder in;
    io::write_file(in / "a", bytes(10, 1));
    REQUIRE(chmod((in / "a").c_str(), 0666) == 0);
    REQUIRE(chmod(in.path().c_str(), 0555) == 0);
    {
        const nobody user;
        if (user.holds()) {
            CHECK(complaint_of(io::try_write_file(in / "a", bytes(20, 2))) ==
                  in / "a" + ": cannot be written: no file can be made in its folder " + in.path() +
                      ": Permission denied");
            CHECK(complaint_of(io::try_write_file(in / "b", bytes(20, 2))) ==
                  in / "b" + ": cannot be written: no file can be made in its folder " + in.path() +
                      ": Permission denied");
        } else {
            MESSAGE("skipped: root may write to every folder");
        }
    }
    REQUIRE(chmod(in.path().c_str(), 0777) == 0);
    REQUIRE(chmod((in / "a").c_str(), 0444) == 0);
    {
        const nobody user;
        if (user.holds())
            CHECK(complaint_of(io::try_write_file(in / "a", bytes(20, 2))) ==
                  in / "a" + ": cannot be written: Permission denied");
    }
    CHECK(io::read_file(in / "a").bytes == bytes(10, 1));
    CHECK(in.names() == std::vector<std::string>{"a"});
}

TEST_CASE("file: a write that is cut short by a limit") {
    const folder in;
    io::write_file(in / "a", bytes(100, 1));
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    rlimit small = before;
    small.rlim_cur = 1000;
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
    const std::string of_old = complaint_of(io::try_write_file(in / "a", bytes(4000, 2)));
    const std::string of_new = complaint_of(io::try_write_file(in / "b", bytes(4000, 2)));
    REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
    std::signal(SIGXFSZ, handler);
    CHECK(of_old == in / "a" + ": cannot be written: File too large, after 1000 of 4000 bytes");
    CHECK(of_new == in / "b" + ": cannot be written: File too large, after 1000 of 4000 bytes");
    CHECK(io::read_file(in / "a").bytes == bytes(100, 1));
    CHECK(in.names() == std::vector<std::string>{"a"});
}

namespace {

/// A system of which one call, or some in a row, fail.
struct failing_calls : io::detail::system_calls {
    int failing = -1; // which of them; counted from 0
    int reason = EIO;
    int more = 0;                            // that fail after it
    std::size_t most = std::size_t{1} << 40; // bytes of one write
    int calls = 0;
    std::string last = {};
    bool throws = false;      // rather than fails
    mode_t mode_at_first = 0; // of the temporary file, before it has the old one's

    bool fails(const char* name) {
        const int number = calls++;
        if (number < failing || number > failing + more) return false;
        last = name;
        if (throws) throw std::bad_alloc();
        errno = reason;
        return true;
    }

    int open(int folder, const char* name, int flags, mode_t mode) {
        return fails("open") ? -1 : system_calls::open(folder, name, flags, mode);
    }
    ssize_t write(int number, const std::byte* from, std::size_t n) {
        return fails("write") ? reason == 0 ? 0 : -1 : system_calls::write(number, from, n < most ? n : most);
    }
    int change_mode(int number, mode_t mode) {
        struct stat about {};
        if (fstat(number, &about) == 0) mode_at_first = about.st_mode & 07777u;
        return fails("change_mode") ? -1 : system_calls::change_mode(number, mode);
    }
    int sync(int number) { return fails("sync") ? -1 : system_calls::sync(number); }
    int close(int number) {
        const bool failed = fails("close");
        const int result = system_calls::close(number);
        if (failed) errno = reason;
        return failed ? -1 : result;
    }
    int rename(int folder, const char* from, const char* to) {
        return fails("rename") ? -1 : system_calls::rename(folder, from, to);
    }
    int remove(int folder, const char* name) {
        return fails("remove") ? -1 : system_calls::remove(folder, name);
    }
};

} // namespace

TEST_CASE("file: whichever call fails, the old file is whole, and nothing is left behind") {
    const folder in;
    const std::string a = in / "a";
    const std::vector<std::byte> old = bytes(100, 1), now = bytes(3000, 2);
    const int open_before = open_files();
    const std::string reason = "Input/output error", at = a + ": cannot be written: ";
    // What is called of the system, in order, and what is said if it fails.
    const std::vector<std::string> expected = {
        at + "its folder " + in.path() + " cannot be opened: " + reason,
        at + "no file can be made in its folder " + in.path() + ": " + reason,
        at + "its permissions cannot be given to the new file: " + reason,
        at + reason + ", after 0 of 3000 bytes",
        at + reason + ", after 1000 of 3000 bytes",
        at + reason + ", after 2000 of 3000 bytes",
        at + "the bytes cannot be brought to the disk: " + reason,
        at + "the new file cannot be closed: " + reason,
        at + "the new file cannot take the name: " + reason,
        a + ": is written: its folder " + in.path() +
            " cannot be brought to the disk, so that it may not outlast a power failure: " + reason,
        "", // the folder is closed
    };
    for (int i = 0; i < static_cast<int>(expected.size()); ++i) {
        CAPTURE(i);
        io::write_file(a, old);
        failing_calls system;
        system.failing = i;
        system.most = 1000;
        CHECK(complaint_of(io::detail::write_or_replace(system, a, now)) ==
              expected[static_cast<std::size_t>(i)]);
        CHECK(io::read_file(a).bytes == (i < 9 ? old : now));
        CHECK(in.names() == std::vector<std::string>{"a"});
        CHECK(open_files() == open_before);
    }
    failing_calls none;
    none.most = 1000;
    CHECK(complaint_of(io::detail::write_or_replace(none, a, now)).empty());
    CHECK(none.calls == static_cast<int>(expected.size()));
}

TEST_CASE("file: a temporary file that cannot be removed is told, too") {
    const folder in;
    failing_calls system;
    system.failing = 2; // write; then close and remove, in the order in which they come
    system.more = 100;
    const std::string temporary = "a." + std::to_string(getpid()) + "-0.handgrad-tmp";
    CHECK(complaint_of(io::detail::write_or_replace(system, in / "a", bytes(10, 1))) ==
          in / "a" + ": cannot be written: Input/output error, after 0 of 10 bytes\n" + (in / "a") +
              ": its temporary file " + temporary + ": cannot be removed: Input/output error");
    CHECK(in.names() == std::vector<std::string>{temporary});
    // The next one does not mind, and keeps its hands off it.
    io::write_file(in / "a", bytes(10, 2));
    CHECK(io::read_file(in / "a").bytes == bytes(10, 2));
    CHECK(in.names().size() == 2);
}

TEST_CASE("file: an exception leaves nothing behind") {
    const folder in;
    io::write_file(in / "a", bytes(10, 1));
    const int open_before = open_files();
    failing_calls system;
    system.failing = 3;
    system.throws = true;
    CHECK_THROWS_AS(static_cast<void>(io::detail::write_or_replace(system, in / "a", bytes(20, 2))),
                    std::bad_alloc);
    CHECK(system.last == "write");
    CHECK(io::read_file(in / "a").bytes == bytes(10, 1));
    CHECK(in.names() == std::vector<std::string>{"a"});
    CHECK(open_files() == open_before);
}

TEST_CASE("file: nobody may read what takes the place of a secret while it grows") {
    const folder in;
    const file_mask mask(0);
    io::write_file(in / "a", bytes(10, 1));
    for (const mode_t mode : {0600u, 0640u, 0666u}) {
        REQUIRE(chmod((in / "a").c_str(), mode) == 0);
        failing_calls system;
        CHECK(complaint_of(io::detail::write_or_replace(system, in / "a", bytes(20, 2))).empty());
        CHECK(system.mode_at_first == 0600u);
        CHECK(mode_of(in / "a") == mode);
    }
}

TEST_CASE("file: a signal interrupts, and writes are short") {
    const folder in;
    const std::vector<std::byte> old = bytes(100, 1), now = bytes(3000, 2);
    for (int i = 0; i < 11; ++i) {
        CAPTURE(i);
        io::write_file(in / "a", old);
        failing_calls system;
        system.failing = i;
        system.reason = EINTR;
        system.most = 1000;
        const std::string said = complaint_of(io::detail::write_or_replace(system, in / "a", now));
        // The name is changed at once, or not at all.
        CHECK((said.empty() || system.last == "rename"));
        CHECK(io::read_file(in / "a").bytes == (said.empty() ? now : old));
        CHECK(in.names() == std::vector<std::string>{"a"});
    }
}

TEST_CASE("file: a write of nothing is no endless loop, a folder need not be brought to the disk") {
    const folder in;
    failing_calls system;
    system.failing = 2;
    system.reason = 0;
    CHECK(complaint_of(io::detail::write_or_replace(system, in / "a", bytes(10, 1))) ==
          in / "a" + ": cannot be written: No space left on device, after 0 of 10 bytes");

    failing_calls without_folders;
    without_folders.failing = 6;
    without_folders.reason = EINVAL;
    CHECK(complaint_of(io::detail::write_or_replace(without_folders, in / "a", bytes(10, 1))).empty());
    CHECK(without_folders.last == "sync");
    CHECK(io::read_file(in / "a").bytes == bytes(10, 1));
}
