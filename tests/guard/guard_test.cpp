// That a forbidden page forbids, and that a canary sings.
#include <guarded_memory.hpp>

#include <doctest/doctest.h>

#include <csignal>
#include <initializer_list>

#include <sys/wait.h>

namespace {

/// Whether f dies of a forbidden access, in a process of its own.
template <class F>
bool dies(F f) {
    const pid_t child = fork();
    if (child == 0) {
        // Whoever else watches for the signal (doctest, a sanitizer) would only report it.
        std::signal(SIGSEGV, SIG_DFL);
        std::signal(SIGBUS, SIG_DFL);
        f();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) && (WTERMSIG(status) == SIGSEGV || WTERMSIG(status) == SIGBUS);
}

volatile float sink;

} // namespace

TEST_CASE("guarded memory: nobody reads or writes past its ends") {
    for (const flush side : {flush::back, flush::front}) {
        guarded_memory memory(100);
        float* p = memory.place<float>(5, side);
        CHECK_FALSE(dies([&] { p[0] = p[4]; }));
        if (side == flush::back) {
            CHECK(dies([&] { sink = p[5]; }));
            CHECK(dies([&] { p[5] = 1; }));
        } else {
            CHECK(dies([&] { sink = p[-1]; }));
            CHECK(dies([&] { p[-1] = 1; }));
        }
    }
}

TEST_CASE("guarded memory: what is written beside the array is noticed") {
    guarded_memory memory(100);
    float* back = memory.place<float>(5, flush::back);
    for (int i = 0; i < 5; ++i) back[i] = 1;
    CHECK(memory.intact());
    back[-1] = 0;
    CHECK_FALSE(memory.intact());

    float* front = memory.place<float>(5, flush::front);
    CHECK(memory.intact());
    front[5] = 0;
    CHECK_FALSE(memory.intact());
}
