/// A fixed number of threads that work together.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/fail.hpp>
#include <handgrad/train/executor.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <stop_token>
#include <thread>

#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// The number of this process; where none can be forked, 0.
inline long process_number() noexcept {
#if __has_include(<unistd.h>)
    return ::getpid();
#else
    return 0;
#endif
}

} // namespace detail

namespace detail::in_train_thread_team_hpp {

/// N threads: the caller's and N - 1 others, which live as long as the object.
///
///     hg::thread_team<2> team;
///     team(5, [&](int i) { result[i] = work(i); });      // 0, 2, 4 on this thread, 1 and 3 on the other
///
/// Task i always falls to thread i mod N, so that what it wrote in one call is still in the cache of the core
/// that goes on with it in the next. A call neither allocates nor locks. Threads without work look for some
/// during about 100 microseconds, then sleep until the next call, which has to wake them by the system. A
/// task that throws ends the program (std::terminate), as its siblings cannot be undone. The constructor
/// throws std::system_error if the system has no more threads.
///
/// One call at a time: a call from a task, or from a second thread, while another goes on ends the program
/// with a sentence, and so does a call in a process that was forked after the team was made, which has none
/// of the threads (found when the caller has done its own tasks and has waited for the others; such a process
/// may destroy its copy of the team, and make another). So does a task that forks and, on a thread of the
/// team's own, returns in the new process: there it is to end in _exit or exec. Fewer than two tasks, and
/// those of a team of one, are a loop on the calling thread, which may be anywhere.
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
    /// In a forked process there is nobody to be told, and nobody to wait for.
    ~thread_team() {
        if (process_ != detail::process_number())
            for (std::jthread& worker : workers_) worker.detach();
    }
    thread_team(const thread_team&) = delete;
    thread_team& operator=(const thread_team&) = delete;

    template <class F>
    void operator()(int count, const F& f) noexcept {
        const auto task = [&f](int i) noexcept { f(i); };
        if (N == 1 || count < 2) {
            for (int i = 0; i < count; ++i) task(i);
            return;
        }
        if (busy_.exchange(N, std::memory_order_acquire) != 0) refuse_call();
        job_.task = &task;
        job_.call = [](const void* t, int i) noexcept { (*static_cast<const decltype(task)*>(t))(i); };
        job_.count = count;
        begin_call();
        do_tasks(0);
        for (int left; (left = busy_.load(std::memory_order_acquire)) != 1;) {
            if (soon_changes(busy_, left)) continue;
            if (process_ != detail::process_number()) refuse_call(); // nobody is there to change it
            busy_.wait(left, std::memory_order_acquire);
        }
        busy_.store(0, std::memory_order_release);
    }

private:
    struct job {
        const void* task;
        void (*call)(const void*, int) noexcept;
        int count;
    };

    [[noreturn, gnu::cold, gnu::noinline]] void refuse_call() const noexcept {
        detail::refuse(
            process_ != detail::process_number()
                ? "thread_team: called in a process that was forked after the team was made, found none of "
                  "its threads there: make a team in the new process"
                : "thread_team: called while another call is going on, from one of its tasks or from "
                  "another thread, expected one call at a time");
    }

    [[noreturn, gnu::cold, gnu::noinline]] static void refuse_return() noexcept {
        detail::refuse(
            "thread_team: a task that has forked returned in the new process, to a thread that nobody calls "
            "there, expected it to end that process");
    }

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
            if (!soon_changes(calls_, seen)) {
                if (process_ != detail::process_number()) refuse_return(); // nobody is there to call
                calls_.wait(seen, std::memory_order_acquire);
            }
            if (stopped_.load(std::memory_order_relaxed)) return;
            do_tasks(thread);
            if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 2) busy_.notify_one();
        }
    }

    /// Whether the number is another one now, or becomes it within about 100 microseconds.
    template <class T>
    static bool soon_changes(const std::atomic<T>& number, T old) noexcept {
        for (int i = 0; i < 4096; ++i) {
            if (number.load(std::memory_order_acquire) != old) return true;
#if defined(__x86_64__)
            __builtin_ia32_pause();
#endif
        }
        return false;
    }

    // Each on cache lines of its own: threads that only look at one do not disturb those that write another.
    alignas(64) job job_{};
    alignas(64) std::atomic<unsigned> calls_ = 0;
    std::atomic<bool> stopped_ = false;
    alignas(64) std::atomic<int> busy_ = 0; // threads at work, the caller's among them; 0 between calls
    const long process_ = detail::process_number();
    // Last, so that they are stopped and joined first.
    alignas(64) std::array<std::jthread, static_cast<std::size_t>(N - 1)> workers_;
};

} // namespace detail::in_train_thread_team_hpp

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
