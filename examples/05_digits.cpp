// Handwritten digits: two networks learn to read them, side by side, and then predict in nanoseconds.
//
//     softmax regression    Z_2 = Z_1 W_1 + b_1
//     64 hidden units       Z_2 = relu(Z_1 W_1 + b_1),   Z_3 = Z_2 W_2 + b_2
//
//     l  = mean of -log softmax(Z)_label                     over 16 digits at a time
//     u <- 0.9 u + dl/dp + decay p,   p <- p - rate u        momentum; weights that pay for their size
#include "confusion_matrix.hpp"
#include "data/digits.hpp"
#include "observe.hpp"
#include "terminal.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/latency.hpp>

#include <array>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

namespace hg = handgrad;
using examples::digits;

using softmax_regression = hg::network<hg::dense<digits::pixels, digits::classes>>;
using hidden_units = hg::mlp<hg::relu, digits::pixels, 64, digits::classes>;

constexpr int epochs = 40;
constexpr int batch_size = 16;

// The share of the test digits that such networks are known to read after learning from the first 898.
constexpr double known_softmax = 0.934, known_hidden = 0.944;

/// A network with everything that its training needs, in place: training does not allocate.
template <class Net>
class learner {
public:
    learner(hg::momentum step, std::uint64_t seed) : step_(step), random_(seed) {
        std::iota(order_.begin(), order_.end(), 0);
        Net::initialize(p_, random_);
    }

    /// Shows every digit once, in a new random order; returns the mean loss. The rate falls to zero in a
    /// straight line.
    double train(const digits::samples& data, int epoch) {
        hg::momentum step = step_;
        step.rate *= static_cast<double>(epochs - epoch) / epochs;
        double sum = 0;
        hg::shuffle(order_, random_);
        batches_.for_each(data.images, data.labels, order_, [&](auto x, auto labels) {
            const float loss = Net::train_step(hg::softmax_cross_entropy{}, step, p_, x, labels, ws_, state_);
            sum += static_cast<double>(loss) * static_cast<double>(x.count());
        });
        return sum / digits::train_count;
    }

    /// The digit with the highest score, for each of the images.
    std::array<int, digits::test_count> predict(const digits::samples& data) const {
        hg::matrix<float, digits::test_count, digits::classes> scores;
        Net::predict(p_, data.images, scores);
        std::array<int, digits::test_count> found{};
        for (int i = 0; i < digits::test_count; ++i)
            found[static_cast<std::size_t>(i)] = examples::argmax(scores.row(i));
        return found;
    }

    examples::confusion_matrix test(const digits::samples& data) const {
        const auto found = predict(data);
        examples::confusion_matrix result(digits::classes);
        for (std::size_t i = 0; i < found.size(); ++i) result.add(data.labels[i], found[i]);
        return result;
    }

    /// One image at a time, as they would come in.
    hg::testing::latency measure(const digits::samples& data) const {
        examples::observe(&p_);
        return hg::testing::measure_latency(
            [&](long i) {
                const auto y = Net::forward(p_, data.images[i % digits::test_count]);
                examples::observe(&y);
            },
            {.calls = 100'000});
    }

private:
    hg::momentum step_;
    hg::rng random_;
    hg::parameters<Net> p_;
    std::array<int, digits::train_count> order_{};
    hg::minibatches<digits::pixels, int, batch_size> batches_;
    typename Net::template workspace<batch_size> ws_;
    hg::optimizer_state<hg::momentum, Net::parameter_count> state_;
};

/// Draws some of the images that were misread.
void print_mistakes(const digits::samples& data, const std::array<int, digits::test_count>& found) {
    constexpr std::size_t shown = 8;
    std::vector<examples::picture> wrong;
    for (std::size_t i = 0; i < found.size(); ++i)
        if (found[i] != data.labels[i])
            wrong.push_back({data.images[static_cast<int>(i)].data(), digits::height, digits::width,
                             std::to_string(data.labels[i]) + ", read as " + std::to_string(found[i])});
    std::vector<examples::picture> some;
    for (std::size_t k = 0; k < shown && k < wrong.size(); ++k)
        some.push_back(wrong.size() <= shown ? wrong[k] : wrong[k * wrong.size() / shown]);
    examples::print_pictures(some);
}

template <class A, class B>
void print_row(const char* name, A a, B b) {
    std::printf("%-40s %18.0f %18.0f\n", name, static_cast<double>(a), static_cast<double>(b));
}

int main() {
    const digits data;
    const digits::samples train = data.train(), test = data.test();
    learner<softmax_regression> softmax({.rate = 0.2, .momentum = 0.9, .weight_decay = 0.0005}, 1);
    learner<hidden_units> hidden({.rate = 0.1, .momentum = 0.9, .weight_decay = 0.001}, 1);

    std::printf("%d handwritten digits of %d x %d pixels to learn from, %d others to test with.\n\n",
                digits::train_count, digits::height, digits::width, digits::test_count);
    std::puts("          softmax regression         64 hidden units");
    std::puts(" epoch      loss  test right       loss  test right");
    for (int epoch = 0; epoch < epochs; ++epoch) {
        const double softmax_loss = softmax.train(train, epoch), hidden_loss = hidden.train(train, epoch);
        std::printf("%6d %9.4f %9.1f %% %10.4f %9.1f %%\n", epoch + 1, softmax_loss,
                    100 * softmax.test(test).accuracy(), hidden_loss, 100 * hidden.test(test).accuracy());
        std::fflush(stdout);
    }

    const examples::confusion_matrix softmax_result = softmax.test(test), hidden_result = hidden.test(test);
    std::puts("\nWhat the network with 64 hidden units makes of the test digits:\n");
    hidden_result.print();
    std::printf("\nSome of the %d that it misreads:\n\n", hidden_result.total() - hidden_result.right());
    print_mistakes(test, hidden.predict(test));

    const hg::testing::latency a = softmax.measure(test), b = hidden.measure(test);
    std::printf("%-40s %18s %18s\n", "", "softmax regression", "64 hidden units");
    std::printf("%-40s %16.1f %% %16.1f %%\n", "test digits read right", 100 * softmax_result.accuracy(),
                100 * hidden_result.accuracy());
    std::printf("%-40s %16.1f %% %16.1f %%\n", "    known for this split", 100 * known_softmax,
                100 * known_hidden);
    print_row("parameters", softmax_regression::parameter_count, hidden_units::parameter_count);
    print_row("bytes that a training step works in", sizeof(softmax_regression::workspace<batch_size>),
              sizeof(hidden_units::workspace<batch_size>));
    print_row("bytes of buffers on a prediction's stack",
              sizeof(hg::inference_buffers<softmax_regression, 1, float>),
              sizeof(hg::inference_buffers<hidden_units, 1, float>));
    print_row("ns for one prediction, half are below", a.p50(), b.p50());
    print_row("    99 % are below", a.p99(), b.p99());
    print_row("    99.9 % are below", a.p999(), b.p999());
    std::printf(
        "\nReading the clock twice takes %.0f ns, which are subtracted; it moves in steps of %.0f ns.\n",
        a.overhead, a.step);

    const bool as_known =
        softmax_result.accuracy() >= known_softmax && hidden_result.accuracy() >= known_hidden;
    if (!as_known) std::puts("\nThis is less than what is known.");
    return as_known ? 0 : 1;
}
