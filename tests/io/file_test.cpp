#include "file_helpers.hpp"

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
using namespace file_helpers;
namespace fs = std::filesystem;

namespace {

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

} // namespace

TEST_CASE("file: what is written is read, whatever its size") {
    const temporary_folder in;
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
    const temporary_folder in;
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
    const temporary_folder in;
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
    const temporary_folder in;
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
    const temporary_folder in;
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
    const temporary_folder in;
    const std::string longest(255, 'a'), longer(256, 'a');
    io::write_file(in / longest.c_str(), bytes(10, 1));
    CHECK(io::read_file(in / longest.c_str()).bytes == bytes(10, 1));
    CHECK(complaint_of(io::try_write_file(in / longer.c_str(), {})) ==
          in / longer.c_str() + ": cannot be written: File name too long");
}

TEST_CASE("file: what cannot be written says which, and why") {
    const temporary_folder in;
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
    const temporary_folder in;
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
    const temporary_folder in;
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
