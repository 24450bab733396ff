// Layers beyond dense: a deep network of residual blocks reads handwritten digits.
//
//     block      Y = Z + f(Z)         f: dense, batch_norm, gelu, dropout, dense
//
// In training, batch_norm normalizes by the batch's mean and variance, and dropout leaves out a fifth of what
// passes. Afterwards neither does: batch_norm's frozen mean and variance become part of the dense layers.
#include "confusion_matrix.hpp"
#include "data/digits.hpp"
#include "observe.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/latency.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <numeric>
#include <span>

namespace hg = handgrad;
using examples::digits;

constexpr int width = 64;
using linear = hg::dense<width, width, hg::identity, hg::no_bias>; // batch_norm brings the bias
using block = hg::residual<linear, hg::batch_norm<width, hg::gelu>, hg::dropout<width, std::ratio<1, 5>>,
                           hg::dense<width, width>>;
using net =
    hg::network<linear, hg::batch_norm<width, hg::gelu>, block, block, hg::dense<width, digits::classes>>;

constexpr int epochs = 20, batch_size = 32, batches_per_epoch = digits::train_count / batch_size;
constexpr double known = 0.94; // of the test digits such a network reads after learning from 898

template <class Net>
double accuracy(const hg::parameters<Net>& p, const digits::samples& data) {
    hg::matrix<float, digits::test_count, digits::classes> scores;
    Net::predict(p, data.images, scores);
    int right = 0;
    for (int i = 0; i < digits::test_count; ++i)
        right += examples::argmax(scores.row(i)) == data.labels[static_cast<std::size_t>(i)];
    return static_cast<double>(right) / digits::test_count;
}

template <class Net>
double nanoseconds(const hg::parameters<Net>& p, const digits::samples& data) {
    const auto predict = [&](long i) {
        const auto y = Net::forward(p, data.images[i % digits::test_count]);
        examples::observe(&y);
    };
    return hg::testing::measure_latency(predict, {.calls = 100'000}).p50();
}

int main() {
    const digits data;
    const digits::samples train = data.train(), test = data.test();
    hg::rng random{1};
    const auto p = std::make_unique<hg::parameters<net>>();
    const auto ws = std::make_unique<net::workspace<batch_size>>();
    const auto state = std::make_unique<hg::optimizer_state<hg::adamw, net::parameter_count>>();
    net::initialize(*p, random, hg::he_normal{});

    // The rate rises for two epochs, then falls to zero along a cosine.
    const hg::linear_warm_up<hg::cosine_annealing> schedule{
        .steps = 2 * batches_per_epoch, .after = {.rate = 6e-3, .steps = (epochs - 2) * batches_per_epoch}};
    hg::adamw step{.weight_decay = 0.2};
    const hg::softmax_cross_entropy loss{.label_smoothing = 0.1};

    hg::minibatches<digits::pixels, int, batch_size> batches;
    std::array<int, digits::train_count> order{};
    std::iota(order.begin(), order.end(), 0);
    std::puts(" epoch      loss  test right");
    for (int epoch = 1; epoch <= epochs; ++epoch) {
        double sum = 0;
        hg::shuffle(order, random);
        // batch_norm wants batches of one size. Two digits are left over, other ones each time.
        const std::span<const int> chosen(order.data(), batches_per_epoch * batch_size);
        batches.for_each(train.images, train.labels, chosen, [&](auto x, auto labels) {
            step.rate = schedule(state->steps());
            sum += static_cast<double>(
                net::train_step(loss, step, *p, x.template tile<batch_size>(0), labels, *ws, *state));
        });
        if (epoch % 5 == 0)
            std::printf("%6d %9.4f %9.1f %%\n", epoch, sum / batches_per_epoch, 100 * accuracy(*p, test));
    }

    using folded = hg::without_batch_norm<net>;
    const hg::parameters<folded> q = hg::fold_batch_norm(*p);
    double worst = 0;
    for (int i = 0; i < digits::test_count; ++i) {
        const auto a = net::forward(*p, test.images[i]);
        const auto b = folded::forward(q, test.images[i]);
        for (int c = 0; c < digits::classes; ++c)
            worst = std::max(worst, static_cast<double>(std::abs(a(0, c) - b(0, c))));
    }
    const double right = accuracy(q, test);
    std::printf("\n%-36s %12s %12s\n", "", "as trained", "folded");
    std::printf("%-36s %12d %12d\n", "parameters", net::parameter_count, folded::parameter_count);
    std::printf("%-36s %10.1f %% %10.1f %%\n", "test digits read right", 100 * accuracy(*p, test),
                100 * right);
    std::printf("%-36s %12.0f %12.0f\n", "ns for one prediction", nanoseconds(*p, test),
                nanoseconds(q, test));
    std::printf("\nThe scores of the two differ by %.1e at most, which is rounding.\n", worst);
    return right >= known && worst < 1e-4 ? 0 : 1;
}
