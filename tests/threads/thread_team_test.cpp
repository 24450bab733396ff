// A team runs each task once, wherever its threads are: looking for work, or asleep.
#include <doctest/doctest.h>

#include <handgrad/train/thread_team.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>

#include <last_words.hpp>

namespace hg = handgrad;

namespace {

constexpr int most = 100;

/// How often each of `count` tasks ran is once, and never for others.
template <class Team>
bool runs_each_once(Team& team, int count) {
    std::array<int, most> times{}; // not atomic: each task has its own, and the call's end makes it visible
    team(count, [&](int i) { ++times[static_cast<std::size_t>(i)]; });
    for (int i = 0; i < most; ++i)
        if (times[static_cast<std::size_t>(i)] != (i < count)) return false;
    return true;
}

const std::string one_at_a_time = "handgrad: thread_team: called while another call is going on, from one of "
                                  "its tasks or from another thread, expected one call at a time\n",
                  forked = "handgrad: thread_team: called in a process that was forked after the team was "
                           "made, found none of its threads there: make a team in the new process\n";

/// A call from task `caller` of a call.
template <int N>
void call_from_task(int caller) {
    hg::thread_team<N> team;
    team(N, [&](int i) {
        if (i == caller) team(2, [](int) {});
    });
}

std::atomic<int> calls = 0;
void count_call(int) { ++calls; }

template <int N>
void try_team() {
    hg::thread_team<N> team;
    static_assert(hg::executor<hg::thread_team<N>> && hg::thread_team<N>::size == N);
    bool good = true;
    for (int repeated = 0; repeated < 2000; ++repeated)
        for (const int count : {0, 1, 2, 3, 7}) good = good && runs_each_once(team, count);
    CHECK(good);
    CHECK(runs_each_once(team, most));
}

} // namespace

TEST_CASE("a team runs each task once") {
    try_team<1>();
    try_team<2>();
    try_team<3>();
}

TEST_CASE("threads that went to sleep wake up for work, and for the end") {
    hg::thread_team<3> team;
    for (int repeated = 0; repeated < 5; ++repeated) {
        std::this_thread::sleep_for(std::chrono::milliseconds(3));
        CHECK(runs_each_once(team, 6));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
}

TEST_CASE("tasks run at the same time") {
    hg::thread_team<2> team;
    std::atomic<int> arrived = 0;
    team(2, [&](int) { // each waits for the other
        ++arrived;
        while (arrived != 2) std::this_thread::yield();
    });
    CHECK(arrived == 2);
}

TEST_CASE("any function is a task") {
    hg::thread_team<2> team;
    team(3, count_call);
    team(2, &count_call);
    CHECK(calls == 5);
}

#if defined(__cpp_exceptions)
TEST_CASE("a task that throws ends the program at once") {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        std::set_terminate([] { _exit(42); });
        hg::thread_team<2> team;
        team(2, [](int) { throw std::runtime_error("a task failed"); });
        _exit(1);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 42);
}
#endif

TEST_CASE("a call from a task is refused, whichever thread has the task and whatever the others do") {
    CHECK(last_words([] { call_from_task<2>(0); }) == one_at_a_time);
    CHECK(last_words([] { call_from_task<2>(1); }) == one_at_a_time);
    CHECK(last_words([] { call_from_task<3>(2); }) == one_at_a_time);
    CHECK(last_words([] { // when the other thread has long done its work
              hg::thread_team<2> team;
              team(2, [&](int i) {
                  if (i == 1) return;
                  std::this_thread::sleep_for(std::chrono::milliseconds(20));
                  team(2, [](int) {});
              });
          }) == one_at_a_time);
}

TEST_CASE("a call from a second thread while another goes on is refused") {
    CHECK(last_words([] {
              hg::thread_team<2> team;
              std::atomic<bool> begun = false;
              std::jthread other([&] {
                  while (!begun) std::this_thread::yield();
                  team(2, [](int) {});
              });
              team(2, [&](int) {
                  begun = true;
                  while (true) std::this_thread::sleep_for(std::chrono::milliseconds(1));
              });
          }) == one_at_a_time);
}

TEST_CASE("one call after the other may come from any thread, and loops from any task") {
    CHECK(last_words([] {
              hg::thread_team<2> team;
              hg::thread_team<1> alone;
              for (int repeated = 0; repeated < 20; ++repeated) {
                  std::jthread([&] { team(2, [](int) {}); }).join();
                  team(2, [&](int) { team(1, [&](int) { alone(3, [](int) {}); }); });
              }
          }) == "returned");
}

TEST_CASE("in a forked process a team of the first is refused, and another is not") {
    for (const int milliseconds : {0, 3}) { // the threads look for work, or sleep
        hg::thread_team<3> team;
        CHECK(runs_each_once(team, 6));
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        CHECK(last_words([&] { team(2, [](int) {}); }) == forked);
        CHECK(last_words([&] {
                  hg::thread_team<2> another;
                  if (!runs_each_once(another, 6)) _exit(1);
              }) == "returned");
        CHECK(runs_each_once(team, 6)); // the first process goes on
    }
    CHECK(last_words([] { // which was forked from a task
              hg::thread_team<2> team;
              std::string words;
              team(2, [&](int i) {
                  if (i == 0) words = last_words([&] { team(2, [](int) {}); });
              });
              if (words == forked) // one of the two: both would print
                  team(2, [&](int i) {
                      if (i == 0) team(2, [](int) {});
                  });
          }) == one_at_a_time);
}

TEST_CASE("a task that forks must not return in the new process to a thread that nobody calls there") {
    CHECK(last_words([] {
              hg::thread_team<2> team;
              pid_t child = -1;
              team(2, [&](int i) {
                  if (i != 1) return;
                  child = fork();
                  if (child == 0) alarm(20); // should it hang
              });
              int status = 0;
              waitpid(child, &status, 0);
              if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) std::abort();
          }) == "handgrad: thread_team: a task that has forked returned in the new process, to a thread that "
                "nobody calls there, expected it to end that process\n");
}

TEST_CASE("a forked process may destroy its copy of a team") {
    for (const int milliseconds : {0, 3}) {
        auto* const team = new hg::thread_team<3>;
        CHECK(runs_each_once(*team, 6));
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        CHECK(last_words([&] { delete team; }) == "returned");
        CHECK(runs_each_once(*team, 6));
        delete team;
    }
}

TEST_CASE("what is an executor") {
    const auto loop = [](int count, const auto& f) {
        for (int i = 0; i < count; ++i) f(i);
    };
    static_assert(hg::executor<decltype(loop)>);
    static_assert(!hg::executor<const hg::thread_team<2>>);
    static_assert(!hg::executor<int>);
}
