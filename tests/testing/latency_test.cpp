#include <handgrad/testing/latency.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace testing = handgrad::testing;

namespace {

/// The text that `write` prints to a file.
template <class F>
std::string printed(F write) {
    std::string text;
    if (std::FILE* const file = std::tmpfile()) {
        write(file);
        std::rewind(file);
        for (int c; (c = std::fgetc(file)) != EOF;) text += static_cast<char>(c);
        std::fclose(file);
    }
    return text;
}

consteval bool ranges_hold_all() {
    testing::latency_histogram h;
    for (std::uint64_t n = 1; n < (std::uint64_t{1} << 50); n = 3 * n / 2 + 1) h.add(n);
    std::uint64_t counted = 0, next = 0;
    bool in_order = true;
    h.for_each_range([&](std::uint64_t first, std::uint64_t last, std::uint64_t count) {
        in_order = in_order && first >= next && last >= first;
        next = last + 1;
        counted += count;
    });
    return in_order && counted == h.total();
}
static_assert(ranges_hold_all());

} // namespace

TEST_CASE("latency: the quantiles of a known distribution") {
    testing::latency_histogram h;
    for (std::uint64_t n = 1; n <= 100; ++n) h.add(n);
    CHECK(h.quantile(0) == 1);
    CHECK(h.quantile(0.01) == 1);
    CHECK(h.quantile(0.5) == 50);
    CHECK(h.quantile(0.501) == 51);
    CHECK(h.quantile(0.99) == 99);
    CHECK(h.quantile(1) == 100);
    CHECK_FALSE(h.knows(0.999));
    CHECK_THROWS_WITH_AS(h.quantile(0.999),
                         "latency_histogram: asked for the share 0.999000 of 100 numbers, expected one from "
                         "0 to 1 and at least 1 / (1 - share) numbers",
                         std::invalid_argument);
    CHECK_THROWS_AS(h.quantile(-0.1), std::invalid_argument);
    CHECK_THROWS_AS(h.quantile(1.1), std::invalid_argument);
    CHECK_THROWS_AS(testing::latency_histogram{}.quantile(0.5), std::invalid_argument);
}

TEST_CASE("latency: large numbers to within 1/128, the largest exactly") {
    testing::latency_histogram h;
    constexpr std::uint64_t count = 1000, step = 98'765'431;
    for (std::uint64_t n = 1; n <= count; ++n) h.add(n * step);
    for (const std::uint64_t rank : {1u, 10u, 500u, 990u, 999u}) {
        const std::uint64_t found = h.quantile(static_cast<double>(rank) / count);
        CHECK(found >= rank * step);
        CHECK(found <= rank * step + rank * step / 128);
    }
    CHECK(h.quantile(1) == count * step);
    h.add(std::uint64_t{1} << 60);
    CHECK(h.largest() == std::uint64_t{1} << 60);
    CHECK(h.quantile(1) == std::uint64_t{1} << 60);
}

TEST_CASE("latency: a call that waits is seen to wait, each of them") {
    long called = 0;
    std::uint64_t waited = 20'000;
    const auto wait = [&](long i) {
        CHECK(i == (called < 10 ? called : called - 10)); // the calls to warm up are counted by themselves
        ++called;
        const std::uint64_t start = testing::time_stamp::begin();
        while (testing::time_stamp::end() - start < waited) {
        }
        return called;
    };
    const testing::latency found = testing::measure_latency(wait, {.calls = 1000, .warm_up = 10});
    CHECK(called == 1010);
    CHECK(found.calls.total() == 1000);
    CHECK(found.empty.total() == 1000);
    CHECK(found.tick > 0);
    CHECK(found.step >= found.tick);
    // The wait itself reads the counter twice, so that what is subtracted can be no part of it.
    CHECK(found.calls.quantile(0) >= waited - waited / 128);
    CHECK(found.p50() >= found.tick * static_cast<double>(found.calls.quantile(0)));
    CHECK(found.p999() >= found.p99());
    CHECK(found.longest() >= found.p999());

    const std::string text = printed([&](std::FILE* file) { found.print(file, "wait"); });
    CHECK(text.find("wait: 1000 calls") == 0);
    CHECK(text.find("empty timed call") != std::string::npos);
    CHECK(text.find(" ####") != std::string::npos);
}

TEST_CASE("latency: what is printed is in nanoseconds") {
    testing::latency l;
    l.tick = 0.5;
    for (int i = 0; i < 1000; ++i) {
        l.calls.add(i < 990 ? 100 : 120);
        l.empty.add(80);
    }
    const std::string text = printed([&](std::FILE* file) { l.print(file, "f"); });
    for (const char* const line : {"\n  calls                      50.0       50.0       60.0       60.0\n",
                                   "\n  empty timed call           40.0       40.0       40.0       40.0\n"})
        CHECK_MESSAGE(text.find(line) != std::string::npos, text);
    CHECK_MESSAGE(text.find(" 990 ####") != std::string::npos, text);
}

TEST_CASE("latency: a wrong question is answered by a sentence") {
    const auto f = [] {};
    CHECK_THROWS_WITH_AS(testing::measure_latency(f, {.calls = 0}),
                         "measure_latency: asked for 0 calls, expected 1 to 4294967295",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(testing::measure_latency(f, {.warm_up = -1}),
                         "measure_latency: asked for -1 calls to warm up, expected none or more",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(testing::measure_latency(f, {.cpu = 1'000'000}),
                         "measure_latency: asked to run on CPU 1000000, expected one that this thread may "
                         "run on",
                         std::invalid_argument);
    // Too few calls for a quantile: those that are known are printed.
    const testing::latency few = testing::measure_latency(f, {.calls = 10, .warm_up = 0});
    CHECK_THROWS_AS(few.p99(), std::invalid_argument);
    CHECK(printed([&](std::FILE* file) { few.print(file, "few", false); }).find(" - ") != std::string::npos);
}

TEST_CASE("latency: a thread is pinned and let go again") {
#if defined(__linux__)
    cpu_set_t before, within, after;
    REQUIRE(sched_getaffinity(0, sizeof before, &before) == 0);
    {
        const testing::pinned here;
        REQUIRE(sched_getaffinity(0, sizeof within, &within) == 0);
        CHECK(here.cpu() >= 0);
        CHECK(CPU_COUNT(&within) == 1);
        CHECK(CPU_ISSET(static_cast<unsigned>(here.cpu()), &within));
    }
    REQUIRE(sched_getaffinity(0, sizeof after, &after) == 0);
    CHECK(CPU_EQUAL(&before, &after));
#endif
}

TEST_CASE("latency: what is flushed keeps its value") {
    static int numbers[1000];
    for (int i = 0; i < 1000; ++i) numbers[i] = i;
    const testing::memory_range range[] = {testing::memory_range::of(numbers)};
    long sum = 0;
    const auto add = [&] {
        for (const int n : numbers) sum += n;
    };
    if constexpr (testing::can_flush) {
        const testing::latency found =
            testing::measure_latency(add, {.calls = 100, .warm_up = 0, .cold = range});
        CHECK(found.flushed == sizeof numbers);
        CHECK(sum == 100 * 499'500L);
    } else {
        CHECK_THROWS_AS(testing::measure_latency(add, {.cold = range}), std::invalid_argument);
    }
}
