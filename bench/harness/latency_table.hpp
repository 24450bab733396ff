/// What was measured, a line each, with or without its histogram.
#pragma once

#include <handgrad/testing/latency.hpp>

#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

namespace bench {

namespace testing = handgrad::testing;

class table {
public:
    /// At most so many calls each, fewer if they would take longer than so many seconds.
    table(long calls, double seconds, bool histograms)
        : calls_(calls), seconds_(seconds), histograms_(histograms) {}

    /// Times f, each call after `cold` was flushed, or warm if that is empty; then a loop that takes as long
    /// and touches no memory, which shows what the machine does to any call of that length. Returns the
    /// median.
    template <class F>
    double measure(const std::string& name, F f, std::span<const testing::memory_range> cold = {}) {
        const long calls = calls_within(seconds_ / 2, [&] {
            for (const testing::memory_range& range : cold) testing::flush(range);
            f(0);
        });
        line next{name + (cold.empty() ? ", warm" : ", cold"),
                  testing::measure_latency(f, {.calls = calls, .warm_up = calls / 10, .cold = cold}),
                  {}};
        const long turns = turns_within(next.found.p50());
        next.loop = testing::measure_latency([=] { turn(turns); }, {.calls = calls, .warm_up = calls / 10});
        if (histograms_) next.found.print(stdout, next.name.c_str());
        lines_.push_back(next);
        return next.found.p50();
    }

    void print() const {
        std::printf("\n%-40s %8s %9s %9s %9s %9s %6s   %-23s   %s\n", "ns", "calls", "p50", "p99", "p99.9",
                    "max", "ratio", "loop: p50, p99.9, ratio", "empty: p50, p99.9, ratio");
        for (const line& l : lines_) {
            std::printf("%-40s %8llu", l.name.c_str(),
                        static_cast<unsigned long long>(l.found.calls.total()));
            print_quantiles(l.found, l.found.calls, {0.5, 0.99, 0.999, 1});
            std::printf("  ");
            print_quantiles(l.loop, l.loop.calls, {0.5, 0.999});
            std::printf("  ");
            print_quantiles(l.found, l.found.empty, {0.5, 0.999});
            std::printf("\n");
        }
        std::printf("ratio: p99.9 / p50; loop: one that takes as long and touches no memory; empty: an empty "
                    "timed call, between any two of the others\n");
    }

private:
    struct line {
        std::string name;
        testing::latency found, loop;
    };

    static void turn(long turns) {
        for (long x = 1, i = 0; i < turns; ++i) {
            x *= 3;
            asm volatile("" : "+r"(x));
        }
    }

    /// How often f() can be called in so many seconds; no more than asked for, no fewer than p99.9 needs.
    template <class F>
    long calls_within(double seconds, F f) const {
        constexpr long trial = 20, fewest = 1000;
        f();
        const testing::tick_length length;
        const std::uint64_t start = testing::time_stamp::begin();
        for (long i = 0; i < trial; ++i) f();
        const double ticks = static_cast<double>(testing::time_stamp::end() - start) / trial;
        const double fit = seconds * 1e9 / (length.nanoseconds() * ticks);
        return std::min(calls_, std::max(fewest, fit < 1e9 ? static_cast<long>(fit) : 1'000'000'000));
    }

    /// How often the loop must turn to take so many nanoseconds.
    static long turns_within(double nanoseconds) {
        constexpr long many = 100'000;
        const auto loop = testing::measure_latency([] { turn(many); }, {.calls = 21, .warm_up = 3});
        return static_cast<long>(nanoseconds / loop.p50() * many) + 1;
    }

    static void print_quantiles(const testing::latency& found, const testing::latency_histogram& of,
                                std::initializer_list<double> shares) {
        for (const double share : shares)
            if (of.knows(share))
                std::printf(" %9.1f", found.tick * static_cast<double>(of.quantile(share)));
            else
                std::printf(" %9s", "-");
        if (of.knows(0.999))
            std::printf(" %5.2f",
                        static_cast<double>(of.quantile(0.999)) / static_cast<double>(of.quantile(0.5)));
        else
            std::printf(" %6s", "-");
    }

    long calls_;
    double seconds_;
    bool histograms_;
    std::vector<line> lines_;
};

void measure_inference(table& to);
void measure_streaming(table& to);
void measure_training(table& to);
void measure_denormal(table& to);

} // namespace bench
