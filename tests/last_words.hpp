/// What a program says before it aborts.
#pragma once

#include <string>

#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

/// Calls f() in a child: what that printed to stderr if it aborted, else what became of it. A child that
/// hangs is ended after a minute.
template <class F>
std::string last_words(F f) {
    int ends[2];
    if (pipe(ends) != 0) return "no pipe";
    const pid_t child = fork();
    if (child < 0) return "no child";
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        std::signal(SIGABRT, SIG_DFL); // of which a test program may make a failure
        std::signal(SIGALRM, SIG_DFL);
        alarm(60);
        f();
        _exit(0);
    }
    close(ends[1]);
    std::string words;
    char part[256];
    for (ssize_t n; (n = read(ends[0], part, sizeof part)) > 0;)
        words.append(part, static_cast<std::size_t>(n));
    close(ends[0]);
    int status = 0;
    if (waitpid(child, &status, 0) != child) return "no child any more";
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) return words;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) return "hung";
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? "returned" : "ended otherwise: " + words;
}
