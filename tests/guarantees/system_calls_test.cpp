// No call of the system, in a process that is killed for the first one.
#include "calls.hpp"

#include <doctest/doctest.h>

#include <string>

#if defined(__linux__)

#include <csignal>
#include <cstddef>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// From here on any call of the system but the exit of this thread kills the process. False if the kernel
/// knows no such thing, or refuses.
bool forbid_system_calls() {
    sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL),
    };
    const sock_fprog filter{sizeof program / sizeof *program, program};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

enum class outcome { clean, killed, refused, other };

/// Calls f() in a child, once as it is, so that the loader has looked up every function, and once where
/// calls of the system are forbidden.
template <class F>
outcome outcome_of(F f) {
    constexpr int refused = 77;
    const pid_t child = fork();
    if (child == 0) {
        f();
        if (!forbid_system_calls()) _exit(refused);
        f();
        syscall(SYS_exit, 0); // _exit would end all threads, which is another call
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) return outcome::other;
    if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGSYS ? outcome::killed : outcome::other;
    if (WEXITSTATUS(status) == refused) return outcome::refused;
    return WEXITSTATUS(status) == 0 ? outcome::clean : outcome::other;
}

} // namespace

TEST_CASE("guarantees: no system call") {
    const outcome judge = outcome_of([] { getppid(); });
    if (judge == outcome::refused) {
        MESSAGE("skipped: the kernel refuses to forbid system calls");
        return;
    }
    REQUIRE(judge == outcome::killed);

    for (const std::span<const call> calls : {static_calls(), stream_calls(), run_time_calls()})
        for (const call& c : calls) {
            CAPTURE(std::string(c.name));
            CHECK(outcome_of(c.run) == outcome::clean);
        }
}

#else

TEST_CASE("guarantees: no system call") { MESSAGE("skipped: needs Linux"); }

#endif
