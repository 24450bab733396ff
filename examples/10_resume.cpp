// Training that can be killed at any moment. After each epoch all that it must have to go on is written to a
// file; when it is started again, it goes on from there, and learns the same bits as if it had never stopped.
//
//     example_10_resume                        60 epochs, the checkpoint in the file digits.checkpoint
//     example_10_resume 100000 slow.file       long enough for you to press Ctrl-C, and to start it again
#include "confusion_matrix.hpp"
#include "data/digits.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/numbers/digest.hpp>
#include <handgrad/io/resume.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <ratio>
#include <string>

namespace hg = handgrad;
using examples::digits;

using net = hg::network<hg::dense<digits::pixels, 32, hg::relu>, hg::dropout<32, std::ratio<1, 4>>,
                        hg::dense<32, digits::classes>>;
constexpr int batch_size = 16, steps_per_epoch = (digits::train_count + batch_size - 1) / batch_size;

/// All that changes in training: these are the parts of a checkpoint, with the rule and its schedule, which
/// must be the same when it goes on.
struct training {
    hg::parameters<net> p;
    hg::optimizer_state<hg::adam, net::parameter_count> state;
    hg::rng random{1};             // of the order
    net::workspace<batch_size> ws; // its random() is that of dropout
    hg::io::progress at;           // how many epochs it was, and the order of the last one
};

/// Shows every digit once, in a new random order.
void train_an_epoch(training& t, hg::adam step, const hg::cosine_annealing& schedule,
                    const digits::samples& data) {
    static hg::minibatches<digits::pixels, int, batch_size> batches;
    hg::shuffle(t.at.order, t.random);
    batches.for_each(data.images, data.labels, t.at.order, [&](auto x, auto label) {
        step.rate = schedule(t.state.steps());
        net::train_step(hg::softmax_cross_entropy{}, step, t.p, x, label, t.ws, t.state);
    });
    ++t.at.epoch;
}

int main(int count, char** words) {
    const int epochs = count > 1 ? std::atoi(words[1]) : 60;
    const std::string path = count > 2 ? words[2] : "digits.checkpoint";
    if (epochs < 1) return std::puts("how many epochs? at least 1"), 2;
    const digits data;
    const hg::adam step;
    const hg::cosine_annealing schedule{.rate = 0.01, .steps = std::int64_t{epochs} * steps_per_epoch};

    static training t;
    const auto went_on =
        hg::io::try_resume(path, t.p, t.state, t.random, t.ws.random(), t.at, step, schedule);
    if (!went_on) // say, a checkpoint of another number of epochs, whose rates are others
        return std::printf("%s\n", went_on.error().message().c_str()), 1;
    if (*went_on) {
        std::printf("going on after epoch %d\n", static_cast<int>(t.at.epoch));
    } else {
        net::initialize(t.p, t.random);
        t.at.order.resize(digits::train_count);
        std::iota(t.at.order.begin(), t.at.order.end(), 0);
    }

    while (t.at.epoch < epochs) {
        train_an_epoch(t, step, schedule, data.train());
        hg::io::write_checkpoint(path, t.p, t.state, t.random, t.ws.random(), t.at, step, schedule);
        std::printf("epoch %d\n", static_cast<int>(t.at.epoch));
        std::fflush(stdout);
    }

    const digits::samples test = data.test();
    int right = 0;
    for (int i = 0; i < digits::test_count; ++i) {
        const auto z = net::forward(t.p, test.images[i]);
        right += examples::argmax(z.row(0)) == test.labels[static_cast<std::size_t>(i)];
    }
    hg::io::digest all;
    all.add(t.p.data(), net::parameter_count);
    std::printf("%d of %d test digits read right; a digest of all parameters: %016llx\n", right,
                digits::test_count, static_cast<unsigned long long>(all.value()));
    std::remove(path.c_str()); // done: the next one begins anew
    return right > 0.92 * digits::test_count ? 0 : 1;
}
