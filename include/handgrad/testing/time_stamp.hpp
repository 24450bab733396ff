/// A counter that moves on by itself, fine enough for single calls.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <chrono>
#include <cstdint>
#include <numeric>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace testing {

/// The processor's time-stamp counter; on others than x86-64 std::chrono::steady_clock. Of the fences, the
/// processor's makers say:
///
///     begin    LFENCE; RDTSC; LFENCE    nothing before it is still at work, nothing behind it has begun
///     end      RDTSCP; LFENCE           all before it is done, its loads too; nothing behind it has begun
///
/// (Intel, Software Developer's Manual, volume 2, RDTSC and RDTSCP; AMD, Architecture Programmer's Manual,
/// volume 3: there LFENCE waits if the operating system asked for it, which all do since 2018.) Stores may
/// still be on their way from the processor to its cache at `end`.
struct time_stamp {
    HANDGRAD_INLINE static std::uint64_t begin() noexcept {
        asm volatile("" : : : "memory"); // nor does the compiler move anything across
#if defined(__x86_64__)
        __builtin_ia32_lfence();
        const auto now = static_cast<std::uint64_t>(__builtin_ia32_rdtsc());
        __builtin_ia32_lfence();
#else
        const std::uint64_t now = clock();
#endif
        asm volatile("" : : : "memory");
        return now;
    }

    HANDGRAD_INLINE static std::uint64_t end() noexcept {
        asm volatile("" : : : "memory");
#if defined(__x86_64__)
        unsigned processor;
        const auto now = static_cast<std::uint64_t>(__builtin_ia32_rdtscp(&processor));
        __builtin_ia32_lfence();
#else
        const std::uint64_t now = clock();
#endif
        asm volatile("" : : : "memory");
        return now;
    }

    /// The ticks by which the counter moves at a time: the greatest common divisor of many differences.
    static std::uint64_t step() noexcept {
        std::uint64_t divisor = 0;
        for (int i = 0; i < 1000; ++i) {
            const std::uint64_t before = begin();
            divisor = std::gcd(divisor, end() - before);
        }
        return divisor == 0 ? 1 : divisor;
    }

private:
#if !defined(__x86_64__)
    static std::uint64_t clock() noexcept {
        return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    }
#endif
};

/// How long a tick is, by std::chrono::steady_clock, from its construction on.
class tick_length {
public:
    tick_length() noexcept : start_(std::chrono::steady_clock::now()), first_(time_stamp::begin()) {}

    /// In nanoseconds. Waits until 5 ms have gone by, of which the readings are a few millionths.
    double nanoseconds() const noexcept {
        for (;;) {
            const std::chrono::duration<double, std::nano> passed = std::chrono::steady_clock::now() - start_;
            const std::uint64_t ticks = time_stamp::end() - first_;
            if (passed >= std::chrono::milliseconds(5) && ticks > 0)
                return passed.count() / static_cast<double>(ticks);
        }
    }

private:
    std::chrono::steady_clock::time_point start_;
    std::uint64_t first_;
};

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
