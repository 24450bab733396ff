/// A fixed number of threads that work together.
#pragma once

#include <handgrad/train/executor.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <stop_token>
#include <thread>

namespace handgrad::inline HANDGRAD_ISA {

/// N threads: the caller's and N - 1 others, which live as long as the object.
///
///     hg::thread_team<2> team;
///     team(5, [&](int i) { result[i] = work(i); });      // 0 .. 4, as a thread is free
///
/// A call neither allocates nor locks. Threads without work look for some during about 100 microseconds, then
/// sleep until the next call, which has to wake them by the system. One call at a time: not from two threads,
/// not from a task. A task that throws ends the program (std::terminate), as its siblings cannot be undone.
/// The constructor throws std::system_error if the system has no more threads.
template <int N>
class thread_team {
    static_assert(N >= 1, "a team has at least one thread, the caller's");

public:
    static constexpr int size = N;

    thread_team() {
        for (std::jthread& worker : workers_)
            worker = std::jthread([this](const std::stop_token& stop) { work(stop); });
    }

    template <class F>
    void operator()(int count, const F& f) noexcept {
        const auto task = [&f](int i) noexcept { f(i); };
        if (N == 1 || count < 2) {
            for (int i = 0; i < count; ++i) task(i);
            return;
        }
        job_.task = &task;
        job_.call = [](const void* t, int i) noexcept { (*static_cast<const decltype(task)*>(t))(i); };
        job_.count = count;
        unfinished_.store(count, std::memory_order_relaxed);
        unclaimed_.store(count, std::memory_order_release);
        unclaimed_.notify_all();
        claim_tasks();
        while (const int left = unfinished_.load(std::memory_order_acquire)) wait_while(unfinished_, left);
    }

private:
    static constexpr int stopped = -1;

    struct job {
        const void* task;
        void (*call)(const void*, int) noexcept;
        int count;
    };

    /// Until there is nothing to claim. Whoever claims a task may read job_: it is not replaced before all
    /// tasks are finished.
    void claim_tasks() noexcept {
        int unclaimed = unclaimed_.load(std::memory_order_acquire);
        while (unclaimed > 0) {
            if (!unclaimed_.compare_exchange_weak(unclaimed, unclaimed - 1, std::memory_order_acquire))
                continue;
            job_.call(job_.task, job_.count - unclaimed);
            if (unfinished_.fetch_sub(1, std::memory_order_acq_rel) == 1) unfinished_.notify_one();
            unclaimed = unclaimed_.load(std::memory_order_acquire);
        }
    }

    void work(const std::stop_token& stop) noexcept {
        const std::stop_callback wake(stop, [this]() noexcept {
            unclaimed_.store(stopped, std::memory_order_release);
            unclaimed_.notify_all();
        });
        while (unclaimed_.load(std::memory_order_acquire) != stopped) {
            claim_tasks();
            wait_while(unclaimed_, 0);
        }
    }

    /// Returns once the number is another one: at once if it soon is, else woken by the system.
    static void wait_while(const std::atomic<int>& number, int old) noexcept {
        for (int i = 0; i < 4096; ++i) {
            if (number.load(std::memory_order_acquire) != old) return;
#if defined(__x86_64__)
            __builtin_ia32_pause();
#endif
        }
        number.wait(old, std::memory_order_acquire);
    }

    // Each on cache lines of its own: threads that only look at one do not disturb those that write another.
    alignas(64) job job_{};
    alignas(64) std::atomic<int> unclaimed_ = 0;
    alignas(64) std::atomic<int> unfinished_ = 0;
    // Last, so that they are stopped and joined first.
    alignas(64) std::array<std::jthread, static_cast<std::size_t>(N - 1)> workers_;
};

} // namespace handgrad::inline HANDGRAD_ISA
