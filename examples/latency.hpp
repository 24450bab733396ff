/// How long single calls take.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace examples {

/// The compiler must take it that somebody reads, and may have changed, what `p` points to: a call that
/// computed it cannot be left out, a call that reads it cannot be done once for all.
inline void touch(const void* p) { asm volatile("" : : "r"(p) : "memory"); }

/// A counter that moves on by itself: the processor's time stamp, with fences, so that what is measured
/// neither begins before the reading nor ends after it; elsewhere the clock of the standard library.
inline std::uint64_t ticks() {
#if defined(__x86_64__)
    _mm_lfence();
    const std::uint64_t now = __rdtsc();
    _mm_lfence();
#else
    const auto now = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
    touch(nullptr);
    return now;
}

/// In nanoseconds: half of the calls, 99 % and 99.9 % of them took at most that; the counter moves in such
/// steps.
struct latency {
    double p50 = 0;
    double p99 = 0;
    double p999 = 0;
    double step = 0;
};

/// Calls f(0), f(1), ..., each between two readings of the counter. Nothing is subtracted: what an empty f
/// takes is the cost of the readings, and a part of every result.
template <class F>
latency measure_latency(F f, int calls = 100'000) {
    using clock = std::chrono::steady_clock;
    for (int i = 0; i < calls / 10; ++i) f(i); // until caches, branch predictor and clock rate have settled
    std::vector<std::uint64_t> taken(static_cast<std::size_t>(calls));

    const clock::time_point start = clock::now();
    const std::uint64_t first = ticks();
    for (int i = 0; i < calls; ++i) {
        const std::uint64_t before = ticks();
        f(i);
        taken[static_cast<std::size_t>(i)] = ticks() - before;
    }
    const double all_ticks = static_cast<double>(ticks() - first);
    const double tick = std::chrono::duration<double, std::nano>(clock::now() - start).count() / all_ticks;

    std::sort(taken.begin(), taken.end());
    std::uint64_t step = taken.back();
    for (std::size_t i = 1; i < taken.size(); ++i)
        if (taken[i] != taken[i - 1]) step = std::min(step, taken[i] - taken[i - 1]);
    const auto below = [&](double share) {
        return tick * static_cast<double>(taken[static_cast<std::size_t>(share * (calls - 1))]);
    };
    return {below(0.5), below(0.99), below(0.999), tick * static_cast<double>(step)};
}

} // namespace examples
