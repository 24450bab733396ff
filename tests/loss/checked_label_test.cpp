// A label that is none, in a build with assertions: it ends the program, and says why. The shape (5 classes)
// occurs in no other file of this program.
#undef NDEBUG
#include "loss_cases.hpp"

#include <handgrad/loss/hinge.hpp>
#include <handgrad/loss/negative_log_likelihood.hpp>
#include <handgrad/loss/softmax_cross_entropy.hpp>

#include <csignal>
#include <initializer_list>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace {

/// What a child process that asks for the loss of label `label` writes to its standard error.
template <class Loss>
std::string complaint(int label, int& status) {
    int ends[2];
    if (pipe(ends) != 0) return "no pipe";
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        signal(SIGABRT, SIG_DFL); // not doctest's handler
        loss_cases::batch<Loss, float, 1, 5> b(3);
        b.t(0, 0) = label;
        b.loss(0, 1);
        _exit(0);
    }
    close(ends[1]);
    std::string text;
    char buffer[256];
    for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(n));
    close(ends[0]);
    waitpid(child, &status, 0);
    return text;
}

template <class Loss>
void check(const std::string& name) {
    int status = 0;
    CHECK(complaint<Loss>(4, status).empty());
    CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
    for (int wrong : {-1, 5}) {
        CHECK(complaint<Loss>(wrong, status)
                  .find("handgrad: " + name + ": a label is outside 0 .. (number of classes - 1)") !=
              std::string::npos);
        CHECK(WIFSIGNALED(status));
    }
}

} // namespace

TEST_CASE("a label that is none ends a program that checks") {
    check<handgrad::softmax_cross_entropy>("softmax_cross_entropy");
    check<handgrad::negative_log_likelihood>("negative_log_likelihood");
    check<handgrad::hinge>("hinge");
}
