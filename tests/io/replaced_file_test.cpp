// A file is replaced as a whole or not at all, whichever call of the system fails.
#include "file_helpers.hpp"

#include <handgrad/io/file.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <cstddef>
#include <new>
#include <string>
#include <vector>

#include <sys/stat.h>

namespace io = handgrad::io;
using namespace file_helpers;

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
    const temporary_folder in;
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
    const temporary_folder in;
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
    const temporary_folder in;
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
    const temporary_folder in;
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
    const temporary_folder in;
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
    const temporary_folder in;
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
