// Some steps of training on a team of threads, and calls that a team refuses, to be run under the thread
// sanitizer, which reports and fails.
#include <handgrad/handgrad.hpp>
#include <handgrad/train/thread_team.hpp>

#include <last_words.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 5, 9, 3>;
using parallel = hg::data_parallel<net, 4>;
using sequence_net = hg::network<hg::gru<2, 5>, hg::dense<5, 3>>;
using parallel_sequences = hg::data_parallel<sequence_net, 4>;

namespace {

/// A call from a task, and one from another thread: the words are not mixed with a report.
bool refuses_second_call() {
    const auto nested = [] {
        hg::thread_team<3> team;
        team(3, [&](int i) {
            if (i == 2) team(2, [](int) {});
        });
    };
    const auto at_the_same_time = [] {
        hg::thread_team<2> team;
        const auto call = [&] {
            while (true) team(2, [](int) { std::this_thread::yield(); });
        };
        const std::jthread other(call);
        call();
    };
    const std::string expected = "handgrad: thread_team: called while another call is going on, from one of "
                                 "its tasks or from another thread, expected one call at a time\n";
    return last_words(nested) == expected && last_words(at_the_same_time) == expected;
}

/// Sequences that are not equally long, each shard going on from its part of a state.
float train_sequences(hg::thread_team<3>& team, hg::rng& random) {
    constexpr int count = 8, steps = 6;
    hg::parameters<sequence_net> p;
    sequence_net::initialize(p, random);
    hg::matrix<float, count * steps, 2> x;
    hg::matrix<float, count * steps, 3> target;
    for (float& value : x) value = random.uniform(-1.0f, 1.0f);
    const std::array<int, count> lengths{6, 2, 1, 5, 6, 0, 3, 4};
    static parallel_sequences::workspace<count * hg::steps(steps)> ws;
    sequence_net::state<count> state;
    float loss = 0;
    for (int k = 0; k < 500; ++k)
        loss = parallel_sequences::train_step(team, hg::masked{hg::mean_squared_error{}, lengths},
                                              hg::sgd{.rate = 0.1}, p, hg::going_on(x, state), target, ws);
    return loss;
}

} // namespace

int main() {
    if (!refuses_second_call()) { // first: a process with threads is better not forked here
        std::puts("a second call at the same time was not refused, or not by its sentence alone");
        return 1;
    }
    hg::rng random{1};
    hg::parameters<net> p;
    net::initialize(p, random);
    hg::matrix<float, 8, 5> x;
    for (float& value : x) value = random.uniform(-1.0f, 1.0f);
    const std::array<int, 8> label{0, 1, 2, 0, 1, 2, 0, 1};
    static parallel::workspace<8> ws;
    hg::thread_team<3> team;
    float loss = 0;
    for (int k = 0; k < 2000; ++k) {
        loss = parallel::train_step(team, hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, p, x, label, ws);
        if (k % 500 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2)); // the others go to sleep
    }
    std::printf("%g, of sequences %g\n", static_cast<double>(loss),
                static_cast<double>(train_sequences(team, random)));
}
