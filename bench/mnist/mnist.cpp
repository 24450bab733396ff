// The lecture's homework against the clock: MNIST, 784-100-10 with relu between, no biases, batches of 100 in
// the order of the file, W <- W - 0.2 dl/dW; on one thread, then with each batch cut into two shards on two
// threads. numpy_reference.py does the same in NumPy. (CMU Deep Learning Systems, homework 0.)
#include "score.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/train/thread_team.hpp>

#include "mnist_files.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace hg = handgrad;
using examples::mnist;

namespace {

using net = hg::network<hg::dense<mnist::pixels, 100, hg::relu, hg::no_bias>,
                        hg::dense<100, mnist::classes, hg::identity, hg::no_bias>>;
constexpr hg::softmax_cross_entropy loss{};
constexpr hg::sgd step{.rate = 0.2};
constexpr int batch_size = 100;

using batch = hg::view<const float, batch_size, mnist::pixels>;
using batch_labels = hg::view<const int, batch_size, 1>;

class stopwatch {
public:
    double seconds() const { return std::chrono::duration<double>(clock::now() - start_).count(); }

private:
    using clock = std::chrono::steady_clock;
    clock::time_point start_ = clock::now();
};

/// Trains a copy of the parameters, whose steps are step_on(p, x, labels), and prints the homework's table.
template <class Team, class F>
void train(const char* how, hg::parameters<net> p, const mnist& data, int epochs, Team& team, F step_on) {
    const auto images = data.train.rows<mnist::pixels>();
    const hg::rows<const int, 1> labels(data.train.labels.data(), images.count());
    double training = 0;
    std::puts("| Epoch | Train Loss | Train Err | Test Loss | Test Err |");
    const stopwatch all;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        const stopwatch own;
        for (std::ptrdiff_t first = 0; first < images.count(); first += batch_size)
            step_on(p, images.tile<batch_size>(first), labels.tile<batch_size>(first));
        training += own.seconds();
        const bench::score seen = bench::evaluate<net>(team, p, data.train);
        const bench::score unseen = bench::evaluate<net>(team, p, data.test);
        std::printf("|  %4d |    %.5f |   %.5f |   %.5f |  %.5f |\n", epoch, seen.loss, seen.error,
                    unseen.loss, unseen.error);
    }
    std::printf("handgrad, %s: %.2f s, %.2f s of them training\n\n", how, all.seconds(), training);
    std::fflush(stdout);
}

int read_epochs(const std::string& text) {
    int epochs = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, epochs);
    if (read.ec != std::errc{} || read.ptr != end || epochs < 1)
        throw std::runtime_error("epochs: found " + text + ", expected a number from 1 on");
    return epochs;
}

void run(const std::string& folder, const std::string& w_1, const std::string& w_2, int epochs) {
    const mnist data = examples::load_mnist(folder);
    if (data.train.count % batch_size != 0)
        throw std::runtime_error(folder + ": found " + std::to_string(data.train.count) +
                                 " images to learn from, expected a multiple of " +
                                 std::to_string(batch_size));
    const auto p = std::make_unique<hg::parameters<net>>();
    examples::read_weights(w_1, p->weights<1>());
    examples::read_weights(w_2, p->weights<2>());
    {
        const auto alone = [](int count, const auto& f) {
            for (int i = 0; i < count; ++i) f(i);
        };
        const auto ws = std::make_unique<net::workspace<batch_size>>();
        train("one thread", *p, data, epochs, alone, [&](auto& learnt, batch x, batch_labels label) {
            net::train_step(loss, step, learnt, x, label, *ws);
        });
    }
    {
        using parallel = hg::data_parallel<net, 2>;
        hg::thread_team<2> team;
        const auto ws = std::make_unique<parallel::workspace<batch_size>>();
        train("two threads", *p, data, epochs, team, [&](auto& learnt, batch x, batch_labels label) {
            parallel::train_step(team, loss, step, learnt, x, label, *ws);
        });
    }
}

} // namespace

int main(int count, char** arguments) try {
    if (count < 4 || count > 5) {
        std::fputs(
            "usage: mnist_bench <folder of MNIST's four IDX files> <file of W_1> <file of W_2> [epochs]\n"
            "  W_1 (784, 100) and W_2 (100, 10): float32, little-endian, row by row, without a header\n",
            stderr);
        return 2;
    }
    run(arguments[1], arguments[2], arguments[3], count == 5 ? read_epochs(arguments[4]) : 20);
} catch (const std::exception& error) {
    std::fprintf(stderr, "mnist_bench: %s\n", error.what());
    return 1;
}
