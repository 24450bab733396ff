// A process that writes versions of a file, one after the other, and is killed: the file is one of them.
#include <handgrad/core/random.hpp>
#include <handgrad/io/file.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace io = handgrad::io;
namespace fs = std::filesystem;

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

/// A process that writes versions from `first` on, until it is killed, or has written enough.
pid_t start_writing(const std::string& path, std::uint64_t first) {
    const pid_t child = fork();
    if (child != 0) return child;
    for (std::uint64_t version = first; version < first + 5000; ++version)
        if (!io::try_write_file(path, contents(version))) _exit(1);
    _exit(0);
}

} // namespace

TEST_CASE("file: killed at 100 moments of a write, it is one whole version") {
    std::string folder = (fs::temp_directory_path() / "handgrad_killed_XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    const std::string path = folder + "/versions";
    // Killed within the time of some three writes, on the disk of this machine.
    const auto begin = std::chrono::steady_clock::now();
    io::write_file(path, contents(1));
    const auto one_write = std::chrono::steady_clock::now() - begin;
    const auto longest = std::chrono::duration_cast<std::chrono::microseconds>(3 * one_write).count();
    const auto delays = static_cast<std::uint32_t>(longest < 100000 ? longest + 5000 : 100000);

    handgrad::rng random(20);
    std::uint64_t version = 1;
    int in_a_write = 0;
    for (int kill_number = 0; kill_number < 100; ++kill_number) {
        const pid_t child = start_writing(path, version + 1);
        REQUIRE(child > 0);
        std::this_thread::sleep_for(std::chrono::microseconds(random.below(delays)));
        kill(child, SIGKILL);
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));

        const auto found = io::read_file(path).bytes;
        REQUIRE(version_of(found) >= version);
        version = version_of(found);
        REQUIRE(found == contents(version));
        // What is left behind says what it is.
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (entry.path() == path) continue;
            const std::string name = entry.path().filename().string();
            REQUIRE(name.starts_with("versions." + std::to_string(child) + "-"));
            REQUIRE(name.ends_with(".handgrad-tmp"));
            fs::remove(entry.path());
            ++in_a_write;
        }
    }
    CHECK(version > 1);
    CHECK(in_a_write > 0);
    fs::remove_all(folder);
}
