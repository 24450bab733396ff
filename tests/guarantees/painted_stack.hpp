/// A thread whose stack tells how deep it was used.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <pthread.h>
#include <sys/mman.h>

/// A thread's stack of `bytes`, painted. The page below is forbidden: who needs more dies on the spot.
class painted_stack {
public:
    explicit painted_stack(std::size_t bytes) : bytes_(bytes) {
        void* const memory =
            mmap(nullptr, page + bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) std::abort();
        if (mprotect(memory, page, PROT_NONE) != 0) std::abort();
        lowest_ = static_cast<unsigned char*>(memory) + page;
    }
    ~painted_stack() { munmap(lowest_ - page, page + bytes_); }
    painted_stack(const painted_stack&) = delete;
    painted_stack& operator=(const painted_stack&) = delete;

    /// The bytes of stack that f() used in a thread of its own. Called twice, in a thread each: in the first
    /// call the loader may look up functions, for which it needs more than they do.
    template <class F>
    std::size_t used_by(F& f) {
        run(f);
        return run(f);
    }

private:
    static constexpr std::size_t page = 1 << 16; // or a multiple of it
    static constexpr unsigned char paint = 0xa5;

    template <class F>
    struct job {
        F& f;
        const unsigned char* lowest;
        std::size_t used = 0;
    };

    template <class F>
    std::size_t run(F& f) {
        std::memset(lowest_, paint, bytes_);
        pthread_attr_t attributes;
        pthread_t thread;
        job<F> work{f, lowest_};
        if (pthread_attr_init(&attributes) != 0 || pthread_attr_setstack(&attributes, lowest_, bytes_) != 0 ||
            pthread_create(&thread, &attributes, begin<F>, &work) != 0 || pthread_join(thread, nullptr) != 0)
            std::abort();
        pthread_attr_destroy(&attributes);
        return work.used;
    }

    /// Looks for the deepest change before anything but f can have left one.
    template <class F>
    static void* begin(void* argument) {
        auto* const work = static_cast<job<F>*>(argument);
        const auto* const start = static_cast<const unsigned char*>(__builtin_frame_address(0));
        call(work->f);
        const unsigned char* deepest = work->lowest;
        while (deepest < start && *deepest == paint) ++deepest;
        work->used = static_cast<std::size_t>(start - deepest);
        return nullptr;
    }
    template <class F>
    [[gnu::noinline]] static void call(F& f) {
        f();
        asm volatile("" : : : "memory"); // f is called, not jumped to
    }

    std::size_t bytes_;
    unsigned char* lowest_;
};
