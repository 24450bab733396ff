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
///     team(5, [&](int i) { result[i] = work(i); });      // 0, 2, 4 on this thread, 1 and 3 on the other
///
/// Task i always falls to thread i mod N, so that what it wrote in one call is still in the cache of the core
/// that goes on with it in the next. A call neither allocates nor locks. Threads without work look for some
/// during about 100 microseconds, then sleep until the next call, which has to wake them by the system. One
/// call at a time: not from two threads, not from a task. A task that throws ends the program
/// (std::terminate), as its siblings cannot be undone. The constructor throws std::system_error if the system
/// has no more threads.
template <int N>
class thread_team {
    static_assert(N >= 1, "a team has at least one thread, the caller's");

public:
    static constexpr int size = N;

    thread_team() {
        for (int t = 1; t < N; ++t)
            workers_[static_cast<std::size_t>(t - 1)] =
                std::jthread([this, t](const std::stop_token& stop) { work(t, stop); });
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
        busy_.store(N - 1, std::memory_order_relaxed);
        begin_call();
        do_tasks(0);
        while (const int left = busy_.load(std::memory_order_acquire)) wait_while(busy_, left);
    }

private:
    struct job {
        const void* task;
        void (*call)(const void*, int) noexcept;
        int count;
    };

    void begin_call() noexcept {
        calls_.fetch_add(1, std::memory_order_release);
        calls_.notify_all();
    }

    void do_tasks(int thread) const noexcept {
        for (int i = thread; i < job_.count; i += N) job_.call(job_.task, i);
    }

    void work(int thread, const std::stop_token& stop) noexcept {
        const std::stop_callback wake(stop, [this]() noexcept {
            stopped_.store(true, std::memory_order_relaxed); // for all: to those that follow it is no call
            begin_call();
        });
        for (unsigned seen = 0;; ++seen) { // no call begins before the last one has ended
            wait_while(calls_, seen);
            if (stopped_.load(std::memory_order_relaxed)) return;
            do_tasks(thread);
            if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_one();
        }
    }

    /// Returns once the number is another one: at once if it soon is, else woken by the system.
    template <class T>
    static void wait_while(const std::atomic<T>& number, T old) noexcept {
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
    alignas(64) std::atomic<unsigned> calls_ = 0;
    std::atomic<bool> stopped_ = false;
    alignas(64) std::atomic<int> busy_ = 0;
    // Last, so that they are stopped and joined first.
    alignas(64) std::array<std::jthread, static_cast<std::size_t>(N - 1)> workers_;
};

} // namespace handgrad::inline HANDGRAD_ISA
