/// A thread that stays on one processor.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#if defined(__linux__)
#include <sched.h>
#endif

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace testing {

/// While it lives, the calling thread runs on one processor, so that its caches and counters are the same
/// ones throughout; afterwards where it could run before. Linux only: elsewhere, and where the system
/// refuses, nothing happens and cpu() is -1.
class pinned {
public:
    /// To the processor that the thread runs on, or to `cpu`.
    explicit pinned([[maybe_unused]] int cpu = -1) noexcept {
#if defined(__linux__)
        const int wanted = cpu < 0 ? sched_getcpu() : cpu;
        if (wanted < 0 || wanted >= CPU_SETSIZE || sched_getaffinity(0, sizeof before_, &before_) != 0)
            return;
        cpu_set_t only;
        CPU_ZERO(&only);
        CPU_SET(static_cast<unsigned>(wanted), &only);
        if (sched_setaffinity(0, sizeof only, &only) == 0) cpu_ = wanted;
#endif
    }
    ~pinned() {
#if defined(__linux__)
        if (cpu_ >= 0) sched_setaffinity(0, sizeof before_, &before_);
#endif
    }
    pinned(const pinned&) = delete;
    pinned& operator=(const pinned&) = delete;

    int cpu() const noexcept { return cpu_; }

private:
    int cpu_ = -1;
#if defined(__linux__)
    cpu_set_t before_;
#endif
};

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
