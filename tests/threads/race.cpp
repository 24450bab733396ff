// Some steps of training on a team of threads, to be run under the thread sanitizer, which reports and fails.
#include <handgrad/handgrad.hpp>
#include <handgrad/train/thread_team.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <thread>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 5, 9, 3>;
using parallel = hg::data_parallel<net, 4>;

int main() {
    hg::rng random{1};
    hg::parameters<net> p;
    net::initialise(p, random);
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
    std::printf("%g\n", static_cast<double>(loss));
}
