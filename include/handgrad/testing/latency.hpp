/// How long single calls take, one by one.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/testing/cold.hpp>
#include <handgrad/testing/latency_histogram.hpp>
#include <handgrad/testing/pinned.hpp>
#include <handgrad/testing/time_stamp.hpp>

#include <cstdio>
#include <span>
#include <string>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace testing {

struct latency_options {
    long calls = 1'000'000;
    long warm_up = 10'000; // calls before, until caches, branch predictors and clock rate have settled
    int cpu = -1;          // to run on; -1 for the one the thread is on
    std::span<const memory_range> cold = {}; // what is flushed from the caches before each call
};

/// What was measured. Times are in nanoseconds, what an empty call takes is subtracted from those of `calls`.
struct latency {
    latency_histogram calls; // in ticks
    latency_histogram empty; // of an empty call between two of the others, of which nothing is subtracted
    double tick = 0;         // nanoseconds of one
    double overhead = 0;     // the median of empty calls
    double step = 0;         // by which the counter moves: no time is finer
    int cpu = -1;            // that the thread was pinned to; -1 if the system knows no such thing
    std::size_t flushed = 0; // bytes before each call

    /// That share of the calls took at most so long, to within a step, or 1/128 if that is more. Fails if
    /// there were too few calls to know: see latency_histogram.
    double quantile(double share) const { return tick * static_cast<double>(calls.quantile(share)); }
    double p50() const { return quantile(0.5); }
    double p99() const { return quantile(0.99); }
    double p999() const { return quantile(0.999); }
    double longest() const { return tick * static_cast<double>(calls.largest()); }

    /// Quantiles of the calls and of the empty ones, the conditions, and a histogram: a line for each quarter
    /// of a power of two, its bar as long as the logarithm of its count.
    void print(std::FILE* to, const char* name, bool with_histogram = true) const {
        std::fprintf(to, "%s: %llu calls", name, static_cast<unsigned long long>(calls.total()));
        if (flushed > 0) std::fprintf(to, ", %zu bytes flushed before each", flushed);
        if (cpu >= 0)
            std::fprintf(to, ", on CPU %d\n", cpu);
        else
            std::fprintf(to, ", not pinned\n");
        std::fprintf(to, "  ns%29s %10s %10s %10s\n", "p50", "p99", "p99.9", "max");
        print_row(to, "calls", calls);
        print_row(to, "empty timed call", empty);
        std::fprintf(to, "  subtracted %.1f, one step of the counter %.2f\n", overhead, step);
        if (!with_histogram) return;
        calls.for_each_range([&](std::uint64_t first, std::uint64_t last, std::uint64_t count) {
            char bar[2 * 64 + 1] = {};
            for (int i = 0; i < 2 * static_cast<int>(std::bit_width(count)); ++i) bar[i] = '#';
            std::fprintf(to, "  %10.1f .. %10.1f %10llu %s\n", tick * static_cast<double>(first),
                         tick * static_cast<double>(last), static_cast<unsigned long long>(count), bar);
        });
    }

private:
    void print_row(std::FILE* to, const char* name, const latency_histogram& of) const {
        std::fprintf(to, "  %-20s", name);
        for (const double share : {0.5, 0.99, 0.999, 1.0})
            if (of.knows(share))
                std::fprintf(to, " %10.1f", tick * static_cast<double>(of.quantile(share)));
            else
                std::fprintf(to, " %10s", "-");
        std::fprintf(to, "\n");
    }
};

namespace detail {

/// f(i), or f() if it takes no number. The compiler must take it that somebody reads the result.
template <class F>
HANDGRAD_INLINE void call(F& f, long i) {
    const auto called = [&]() HANDGRAD_INLINE_LAMBDA -> decltype(auto) {
        if constexpr (std::is_invocable_v<F&, long>)
            return f(i);
        else
            return f();
    };
    if constexpr (std::is_void_v<decltype(called())>) {
        called();
    } else {
        const auto& result = called();
        asm volatile("" : : "r"(&result) : "memory");
    }
}

template <class F>
HANDGRAD_INLINE std::uint64_t ticks_of(F& f, long i) {
    const std::uint64_t before = time_stamp::begin();
    call(f, i);
    return time_stamp::end() - before;
}

inline void check(const latency_options& options) {
    if (options.calls < 1 || static_cast<unsigned long>(options.calls) > latency_histogram::most)
        fail("measure_latency: asked for " + std::to_string(options.calls) + " calls, expected 1 to " +
             std::to_string(latency_histogram::most));
    if (options.warm_up < 0)
        fail("measure_latency: asked for " + std::to_string(options.warm_up) +
             " calls to warm up, expected none or more");
    if (!options.cold.empty() && !can_flush)
        fail("measure_latency: asked for cold caches, expected a machine that can flush a line (x86)");
}

} // namespace detail

/// Times each of options.calls calls of f, f() or f(i) with i = 0, 1, ..., by the time-stamp counter, the
/// thread pinned to one processor (and afterwards where it may run as before). Between any two of them an
/// empty call is timed, so that a disturbance of the machine is seen in both. Nothing is allocated while it
/// measures. Fails if the options ask for what cannot be had.
template <class F>
latency measure_latency(F&& f, const latency_options& options = {}) {
    detail::check(options);
    const pinned here(options.cpu);
    if (options.cpu >= 0 && here.cpu() != options.cpu)
        fail("measure_latency: asked to run on CPU " + std::to_string(options.cpu) +
             ", expected one that this thread may run on");
    const tick_length length;
    const auto nothing = [] {};

    latency result;
    latency_histogram alone;
    for (int i = 0; i < 10'000; ++i) alone.add(detail::ticks_of(nothing, i));
    const std::uint64_t overhead = alone.quantile(0.5);
    for (const memory_range& range : options.cold) result.flushed += range.bytes;

    for (long i = 0; i < options.warm_up; ++i) detail::call(f, i);
    for (long i = 0; i < options.calls; ++i) {
        result.empty.add(detail::ticks_of(nothing, i));
        for (const memory_range& range : options.cold) flush(range);
        const std::uint64_t taken = detail::ticks_of(f, i);
        result.calls.add(taken > overhead ? taken - overhead : 0);
    }

    result.tick = length.nanoseconds();
    result.overhead = result.tick * static_cast<double>(overhead);
    result.step = result.tick * static_cast<double>(time_stamp::step());
    result.cpu = here.cpu();
    return result;
}

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
