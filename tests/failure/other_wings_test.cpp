// Calls of the wings beside the network's that fail: they are given constants, and what they make they
// return.
#include "arguments.hpp"

#include <handgrad/io/labeled_images.hpp>
#include <handgrad/testing/latency.hpp>
#include <handgrad/train/thread_team.hpp>

#include <complaint.hpp>
#include <sanitized.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace failure;

namespace {

std::vector<std::byte> idx(std::initializer_list<int> values) {
    std::vector<std::byte> bytes;
    for (const int v : values) bytes.push_back(static_cast<std::byte>(v));
    return bytes;
}

struct failing_reader {
    std::string sentence;
    std::vector<std::byte> bytes;
    void (*read)(std::span<const std::byte>);
};

} // namespace

TEST_CASE("a file that is refused leaves its bytes as they were") {
    namespace io = hg::io;
    failing_reader all[] = {
        {"f: magic number: found 3 bytes (truncated?), expected 4 bytes", idx({0, 0, 8}),
         [](auto bytes) { io::parse_idx(bytes, "f"); }},
        {"f: magic number: found 0x00000701, expected 0x0000TTDD (IDX; TT is the type: 08, 09, 0b, 0c, 0d or "
         "0e; DD "
         "counts the dimensions)",
         idx({0, 0, 7, 1}), [](auto bytes) { io::parse_idx(bytes, "f"); }},
        {"f: magic number: found 0x00000801 (IDX, unsigned byte, 1 dimension), expected 0x00000803 (IDX, "
         "unsigned "
         "byte, 3 dimensions)",
         idx({0, 0, 8, 1, 0, 0, 0, 0}), [](auto bytes) { io::parse_images(bytes, "f"); }},
        {"f: header: found 5 bytes (truncated?), expected 8 bytes", idx({0, 0, 8, 1, 0}),
         [](auto bytes) { io::parse_idx(bytes, "f"); }},
        {"f: extents: found 4294967295 x 4294967295, expected fewer than 2^62 bytes",
         idx({0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255}),
         [](auto bytes) { io::parse_idx(bytes, "f"); }},
        {"f: length: found 9 bytes (trailing bytes?), expected 8 bytes (a header of 8, then 0 unsigned "
         "bytes)",
         idx({0, 0, 8, 1, 0, 0, 0, 0, 1}), [](auto bytes) { io::parse_idx(bytes, "f"); }},
        {"f: number of images: found 0, expected 1 to 2147483647",
         idx({0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1}),
         [](auto bytes) { io::parse_images(bytes, "f"); }},
        {"f: pixels of an image: found 2 x 1 = 2, expected 3",
         idx({0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 7, 8}),
         [](auto bytes) { (void)io::parse_images(bytes, "f").template rows<3>(); }},
        {"f: label 1: found 5, expected 0 to 4", idx({0, 0, 8, 1, 0, 0, 0, 2, 4, 5}),
         [](auto bytes) { io::parse_labels(bytes, "f", 5); }},
        {"g: number of labels: found 2, expected 1 (the images in f)",
         idx({0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7}),
         [](auto bytes) {
             io::parse_labeled_images(bytes, "f", idx({0, 0, 8, 1, 0, 0, 0, 2, 4, 3}), "g", 5);
         }},
    };
    for (const failing_reader& f : all) {
        const std::vector<std::byte> before = f.bytes;
        CHECK(complaint<hg::io::format_error>([&] { f.read(f.bytes); }) == f.sentence);
        CHECK(before == f.bytes);
    }
}

TEST_CASE("a measurement that is refused calls nothing, and leaves the thread where it may run") {
    namespace testing = hg::testing;
    int calls = 0;
    const auto f = [&] { ++calls; };
    const auto refused = [&](const testing::latency_options& options) {
        return complaint([&] { testing::measure_latency(f, options); });
    };
#if defined(__linux__)
    cpu_set_t before, after;
    REQUIRE(sched_getaffinity(0, sizeof before, &before) == 0);
#endif
    CHECK(refused({.calls = 0}) == "measure_latency: asked for 0 calls, expected 1 to 4294967295");
    CHECK(refused({.warm_up = -1}) ==
          "measure_latency: asked for -1 calls to warm up, expected none or more");
    CHECK(refused({.cpu = 1'000'000}) ==
          "measure_latency: asked to run on CPU 1000000, expected one that this thread may run on");
#if defined(__linux__)
    REQUIRE(sched_getaffinity(0, sizeof after, &after) == 0);
    CHECK(CPU_EQUAL(&before, &after));
#endif
    CHECK(calls == 0);

    testing::latency_histogram h;
    h.add(7);
    const photograph as_it_was(h);
    CHECK(
        complaint([&] { (void)h.quantile(0.999); }) ==
        "latency_histogram: asked for the share 0.999000 of 1 numbers, expected one from 0 to 1 and at least "
        "1 / (1 - share) numbers");
    CHECK(as_it_was.unchanged());
}

#if defined(__linux__)
TEST_CASE("a team for which there are no threads is not made, and a later one is") {
    if constexpr (sanitized) return; // which need the addresses that are taken away here
    const pid_t child = fork();
    if (child == 0) {
        rlimit most{};
        getrlimit(RLIMIT_AS, &most);
        const rlimit none{0, most.rlim_max}; // no address more: no stack for a thread
        setrlimit(RLIMIT_AS, &none);
        bool refused = false;
        try {
            hg::thread_team<3> team;
        } catch (const std::system_error&) {
            refused = true;
        }
        setrlimit(RLIMIT_AS, &most);
        int sum[3] = {};
        hg::thread_team<3>()(3, [&](int i) { sum[i] = i; });
        _exit(refused && sum[1] + sum[2] == 3 ? 42 : 1);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 42);
}
#endif
