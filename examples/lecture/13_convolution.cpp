// A convolution, derived by hand: the same few weights look at every part of a picture.
//
//     A: (positions, 5 5 C)      row (i, j): the 5 x 5 pixels around pixel (i, j), zeros beyond the edge
//     Y = sigma(A W + b)         W: (5 5 C, filters): a dense layer of patches. Y is the next picture
//
//     G = dl/dY o sigma'(A W + b)
//     dl/dW = A^T G      dl/db = 1^T G      dl/dA = G W^T
//     dl/dZ = the rows of dl/dA, put back where they came from; what meets there is added
//
//     max_pool2d: y = the largest of 2 x 2 numbers; its gradient goes to the one that was the largest
//
// On the digits, a net of two convolutions against the network with 64 hidden units, trained alike.
#include "claims.hpp"
#include "data/digits.hpp"
#include "data_file.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/latency.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

namespace hg = handgrad;
using examples::digits;

using dense_net = hg::mlp<hg::relu, 64, 64, 10>;
using conv_net =
    hg::network<hg::conv2d<hg::image<8, 8>, 16, hg::window<5>, hg::padding<2>, hg::relu>, // 8 x 8 x 16
                hg::max_pool2d<hg::image<8, 8, 16>, hg::window<2>>,                       // 4 x 4 x 16
                hg::conv2d<hg::image<4, 4, 16>, 32, hg::window<3>, hg::padding<1>, hg::relu>,
                hg::max_pool2d<hg::image<4, 4, 32>, hg::window<2>>, // 2 x 2 x 32
                hg::dropout<128>, hg::dense<128, 10>>;

constexpr int epochs = 40, batch_size = 16;
constexpr double known_of_dense = 0.944,
                 known_of_support_vectors = 0.969; // of the test digits, for this split

/// What a network has learned, and how many of the test digits it misreads.
template <class Net>
struct learner {
    hg::parameters<Net> p;
    int wrong = 0;

    learner(const digits& all, double rate, double weight_decay) {
        const digits::samples data = all.train(), test = all.test();
        hg::rng random{1};
        Net::initialize(p, random);
        std::array<int, digits::train_count> order;
        std::iota(order.begin(), order.end(), 0);
        hg::minibatches<digits::pixels, int, batch_size> batches;
        typename Net::template workspace<batch_size> ws;
        hg::optimizer_state<hg::momentum, Net::parameter_count> state;
        for (int epoch = 0; epoch < epochs; ++epoch) {
            const hg::momentum step{
                .rate = rate * (epochs - epoch) / epochs, .momentum = 0.9, .weight_decay = weight_decay};
            hg::shuffle(order, random);
            batches.for_each(data.images, data.labels, order, [&](auto x, auto labels) {
                Net::train_step(hg::softmax_cross_entropy{}, step, p, x, labels, ws, state);
            });
        }
        hg::matrix<float, digits::test_count, digits::classes> scores;
        Net::predict(p, test.images, scores);
        for (int i = 0; i < digits::test_count; ++i) {
            const auto row = scores.row(i);
            wrong += std::max_element(row.begin(), row.end()) - row.begin() !=
                     test.labels[static_cast<std::size_t>(i)];
        }
    }

    double share() const { return 1 - static_cast<double>(wrong) / digits::test_count; }

    void print(const char* name, const digits::samples& data) const {
        [[maybe_unused]] volatile float seen = 0;
        const auto latency = hg::testing::measure_latency(
            [&](long i) { seen = Net::forward(p, data.images[i % digits::test_count])(0, 0); },
            {.calls = 10'000});
        std::printf("%-18s %10d %16ld %14.1f %% %12.2f us\n", name, Net::parameter_count,
                    Net::template flops<1>, 100 * share(), latency.p50() / 1000);
    }
};

int main(int count, char** arguments) {
    const digits data;
    const learner<dense_net> dense(data, 0.1, 0.001);
    const learner<conv_net> conv(data, 0.05, 0.003);
    std::puts("                   parameters  operations/digit  test digits right       a digit");
    dense.print("64 hidden units", data.test());
    conv.print("two convolutions", data.test());
    std::puts("");

    // The filters, then a digit and what the first layer makes of it: one picture after the other.
    lecture::data_file picture(count, arguments, "13_convolution");
    const auto write = [&](int size, auto pixel) {
        for (int i = 0; i < size; ++i)
            for (int j = 0; j < size; ++j) picture.line(j, i, pixel(i, j));
        picture.blank();
        picture.blank();
    };
    const auto w = conv.p.weights<1>();
    for (int f = 0; f < 16; ++f) write(5, [&](int i, int j) { return w(5 * i + j, f); });
    const auto digit = data.test().images[3];
    using first_layer = hg::network<conv_net::layer_type<1>>;
    hg::parameters<first_layer> p;
    std::copy_n(conv.p.begin(), p.size, p.begin());
    const auto y = first_layer::forward(p, digit);
    write(8, [&](int i, int j) { return digit(0, 8 * i + j); });
    for (int f = 0; f < 16; ++f) write(8, [&](int i, int j) { return y(0, (8 * i + j) * 16 + f); });
    lecture::claims claims;
    claims.check(dense.share() >= known_of_dense, "64 hidden units read what is known of them, %.1f %%",
                 100 * known_of_dense);
    claims.check(3 * conv.wrong <= 2 * dense.wrong,
                 "two convolutions misread %d of %d digits, at most two thirds of the others' %d", conv.wrong,
                 digits::test_count, dense.wrong);
    claims.check(conv.share() >= known_of_support_vectors,
                 "that is no worse than a support vector machine with Gaussian kernels, %.1f %%",
                 100 * known_of_support_vectors);
    return claims.exit_code();
}
