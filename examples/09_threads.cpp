// Training on two threads, on request: each batch is cut into two shards, and how fast the threads are does
// not change a bit of what is learned. A loop in their place finds the same parameters.
#include "confusion_matrix.hpp"
#include "data/digits.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/train/thread_team.hpp>

#include <cstdio>
#include <memory>

namespace hg = handgrad;
using examples::digits;

using net = hg::mlp<hg::relu, digits::pixels, 64, digits::classes>;
using parallel = hg::data_parallel<net, 2>;
constexpr int epochs = 60, batch_size = 64;

/// The parameters after some epochs, in the order of the samples, on an executor.
template <class Team>
std::unique_ptr<hg::parameters<net>> train(Team& team, const digits::samples& data) {
    hg::rng random{1};
    auto p = std::make_unique<hg::parameters<net>>();
    const auto ws = std::make_unique<parallel::workspace<batch_size>>();
    net::initialize(*p, random);
    for (int epoch = 0; epoch < epochs; ++epoch)
        hg::minibatches<digits::pixels, int, batch_size>::for_each(
            data.images, data.labels, [&](auto x, auto label) {
                parallel::train_step(team, hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, *p, x, label,
                                     *ws);
            });
    return p;
}

int main() {
    const digits data;
    hg::thread_team<2> team;
    auto loop = [](int count, const auto& task) {
        for (int i = 0; i < count; ++i) task(i);
    };
    const auto on_threads = train(team, data.train()), alone = train(loop, data.train());

    const digits::samples test = data.test();
    int right = 0;
    for (int i = 0; i < digits::test_count; ++i) {
        const auto z = net::forward(*on_threads, test.images[i]);
        right += examples::argmax(z.row(0)) == test.labels[static_cast<std::size_t>(i)];
    }
    const bool same = *on_threads == *alone;
    std::printf("two threads read %d of %d digits; a loop learned %s\n", right, digits::test_count,
                same ? "the same, to the bit" : "something else");
    return same && right > 0.92 * digits::test_count ? 0 : 1;
}
