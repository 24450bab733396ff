// A process that writes versions of a file, one after the other, and is killed: the file is one of them.
#pragma once

#include "temporary_folder.hpp"

#include <handgrad/core/random.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace killed {

/// Kills a process at 100 random moments of write(path, version), which is whether that went well, version
/// after version; version_of(path) requires that the file is one whole version, and says which.
template <class Write, class VersionOf>
void check_versions(Write write, VersionOf version_of) {
    namespace fs = std::filesystem;
    const temporary_folder folder;
    const std::string path = folder / "versions";
    // Killed within the time of some three writes, on the disk of this machine.
    const auto begin = std::chrono::steady_clock::now();
    REQUIRE(write(path, 1));
    const auto one_write = std::chrono::steady_clock::now() - begin;
    const auto longest = std::chrono::duration_cast<std::chrono::microseconds>(3 * one_write).count();
    const auto delays = static_cast<std::uint32_t>(longest < 100000 ? longest + 5000 : 100000);

    handgrad::rng random(20);
    std::uint64_t version = 1;
    int in_a_write = 0;
    for (int kill_number = 0; kill_number < 100; ++kill_number) {
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            for (std::uint64_t v = version + 1; v < version + 5000; ++v)
                if (!write(path, v)) _exit(1);
            _exit(0);
        }
        std::this_thread::sleep_for(std::chrono::microseconds(random.below(delays)));
        kill(child, SIGKILL);
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));

        const std::uint64_t found = version_of(path);
        REQUIRE(found >= version);
        version = found;
        // What is left behind says what it is.
        for (const auto& entry : fs::directory_iterator(folder.path())) {
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
}

} // namespace killed
