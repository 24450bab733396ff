// The lecture's first homework: MNIST, or any set of the same format, from a directory of IDX files.
//
//     softmax regression    Z_2 = Z_1 W_1                             W_1 = 0 at first
//     two layers            Z_2 = relu(Z_1 W_1),   Z_3 = Z_2 W_2      W_i random at first, or from files
//
// Both learn by plain gradient descent on the mean softmax cross-entropy, W <- W - 0.2 dl/dW, from 100 images
// at a time, in the order of the file, so that the figures can be compared with others'. (CMU Deep Learning
// Systems, homework 0.)
#include "confusion_matrix.hpp"
#include "mnist_files.hpp"
#include "mnist_options.hpp"
#include "observe.hpp"
#include "terminal.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/latency.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hg = handgrad;
using examples::mnist;

using softmax_regression = hg::network<hg::dense<mnist::pixels, mnist::classes, hg::identity, hg::no_bias>>;
using two_layers = hg::network<hg::dense<mnist::pixels, 100, hg::relu, hg::no_bias>,
                               hg::dense<100, mnist::classes, hg::identity, hg::no_bias>>;

constexpr hg::sgd step{.rate = 0.2};
constexpr hg::softmax_cross_entropy loss;
constexpr int batch_size = 100;

struct score {
    double loss = 0;
    double error = 0;
};

/// The mean loss, and the share of images taken for another class, if predict(x, y) gives the outputs for all
/// rows. The sum over the images is made in double: in float its last digits would be lost among 60000 terms.
template <class Net, class F>
score evaluate_by(F predict, const hg::io::labeled_images& data) {
    std::vector<float> logits(data.labels.size() * Net::outputs);
    predict(data.rows<Net::inputs>(), hg::rows<float, Net::outputs>(logits.data(), data.count));

    const hg::rows<const float, Net::outputs> z(logits.data(), data.count);
    const hg::rows<const int, 1> labels(data.labels.data(), data.count);
    score sum;
    for (int i = 0; i < data.count; ++i) {
        sum.loss += static_cast<double>(loss(0.0f, z[i], labels[i], 1.0f, hg::discard{}));
        sum.error += examples::argmax(z[i]) != labels[i](0, 0);
    }
    return {sum.loss / data.count, sum.error / data.count};
}

template <class Net>
score evaluate(const hg::parameters<Net>& p, const hg::io::labeled_images& data) {
    return evaluate_by<Net>([&](auto x, auto y) { Net::predict(p, x, y); }, data);
}

/// What is lost, and won, if the weights are stored smaller to predict.
template <class Weight, class Net>
void print_frozen(const char* weight, const hg::parameters<Net>& p, const hg::io::labeled_images& data) {
    const auto frozen = std::make_unique<const hg::frozen<Net, Weight>>(p);
    const auto images = data.rows<Net::inputs>();
    const score test = evaluate_by<Net>([&](auto x, auto y) { frozen->predict(x, y); }, data);
    const auto predict = [&](long i) {
        const auto y = frozen->forward(images[i % data.count]);
        examples::observe(&y);
    };
    std::printf("| %8s | %9zu |  %.5f | %10.0f |\n", weight, sizeof *frozen, test.error,
                hg::testing::measure_latency(predict, {.calls = 100'000}).p50());
}

template <class Net>
void train(hg::parameters<Net>& p, const mnist& data, int epochs) {
    const auto images = data.train.rows<Net::inputs>();
    const auto ws =
        std::make_unique<typename Net::template workspace<batch_size>>(); // too big for a small stack
    hg::minibatches<Net::inputs, int, batch_size> batches;
    examples::progress_line progress;
    double seconds = 0;

    std::puts("| Epoch | Train Loss | Train Err | Test Loss | Test Err |");
    for (int epoch = 0; epoch < epochs; ++epoch) {
        const auto start = std::chrono::steady_clock::now();
        int done = 0;
        batches.for_each(images, data.train.labels, [&](auto x, auto labels) {
            Net::train_step(loss, step, p, x, labels, *ws);
            progress.show("training", done += static_cast<int>(x.count()), data.train.count);
        });
        seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        progress.clear();

        const score train = evaluate(p, data.train), test = evaluate(p, data.test);
        std::printf("|  %4d |    %.5f |   %.5f |   %.5f |  %.5f |\n", epoch, train.loss, train.error,
                    test.loss, test.error);
        std::fflush(stdout);
    }
    std::printf("\n%d parameters; %.2f s of training for each epoch\n", Net::parameter_count,
                seconds / epochs);

    std::puts("\nFrozen, to predict only:\n|  weights |     bytes | Test Err | ns an image |");
    print_frozen<float>("float", p, data.test);
    print_frozen<hg::bfloat16>("bfloat16", p, data.test);
    print_frozen<std::int8_t>("int8", p, data.test);
}

void run(const examples::mnist_options& chosen) {
    const mnist data = examples::load_mnist(chosen.directory);
    std::printf("%s: %d images to learn from, %d others to test with\n\n", chosen.directory.c_str(),
                data.train.count, data.test.count);
    if (chosen.mlp) {
        const auto p = std::make_unique<hg::parameters<two_layers>>();
        if (chosen.weights.empty()) {
            hg::rng random{1};
            two_layers::initialize(*p, random);
        } else {
            examples::read_weights(chosen.weights[0], p->weights<1>());
            examples::read_weights(chosen.weights[1], p->weights<2>());
        }
        train(*p, data, chosen.epochs > 0 ? chosen.epochs : 20);
    } else {
        hg::parameters<softmax_regression> p; // zero at first
        train(p, data, chosen.epochs > 0 ? chosen.epochs : 10);
    }
}

int main(int count, char** arguments) try {
    auto chosen = examples::parse_mnist_options({arguments + 1, static_cast<std::size_t>(count - 1)});
    if (chosen.help) {
        std::fputs(examples::mnist_usage, stdout);
        return 0;
    }
    if (chosen.directory.empty()) {
        chosen.directory = "/usr/share/datasets/fashion-mnist"; // where Debian's package puts it
        if (!std::filesystem::is_directory(chosen.directory)) {
            std::printf("skipped: no directory was given, and %s does not exist.\n"
                        "On Debian, apt-get install dataset-fashion-mnist makes it.\n\n%s",
                        chosen.directory.c_str(), examples::mnist_usage);
            return 0;
        }
    }
    run(chosen);
} catch (const examples::usage_error& error) {
    std::fprintf(stderr, "%s\n%s", error.what(), examples::mnist_usage);
    return 2;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
