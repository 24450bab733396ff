// Random Fourier features: a random layer that is not trained, and a linear classifier of what it makes.
//
//     phi(x) = sqrt(2 / D) cos(x W + b)     W: (64, D), normal, variance 2 gamma; b: (1, D), 0 .. 2 pi
//     h(x) = phi(x) theta                   theta: (D, 10), all that is learned
//     E[phi(x) . phi(y)] = k(x, y) = exp(-gamma |x - y|^2)
//
// Gradient descent from theta = 0 moves theta along phi(X)^T (S - I_y). So with A, the sum of all -rate (S -
// I_y) / m so far, h(x) = phi(x) phi(X)^T A; and as D grows, this becomes what the Gaussian kernel gives:
//
//     h(x) = k(x, X) A                      A <- A - rate (S - I_y) / m, in the rows of the batch
//
// (A. Rahimi and B. Recht, "Random features for large-scale kernel machines", 2007.)
#include "accuracy.hpp"
#include "claims.hpp"
#include "data/digits.hpp"
#include "data_file.hpp"

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <vector>

namespace hg = handgrad;
using examples::digits;

constexpr int m = 32, epochs = 60, batches = digits::train_count / m, train_count = batches * m;
constexpr double kernel_gamma = 0.5, rate = 8;
constexpr hg::softmax_cross_entropy loss{};

using scores = hg::matrix<float, digits::test_count, 10>;

/// The digits of batch k.
hg::view<const int, m, 1> labels(const digits& data, int k) {
    return hg::view<const int, m, 1>(&data.train().labels[static_cast<std::size_t>(k % batches * m)]);
}

/// k(x, X), X the images that are learned from.
hg::matrix<float, 1, train_count> kernel(const digits& data, hg::view<const float, 1, 64> x) {
    hg::matrix<float, 1, train_count> k;
    for (int i = 0; i < train_count; ++i) {
        double square = 0;
        for (int c = 0; c < 64; ++c)
            square += std::pow(static_cast<double>(x(0, c) - data.train().images[i](0, c)), 2);
        k(0, i) =
            static_cast<float>(hg::math::exp(hg::simd::scalar_vector<double>(-kernel_gamma * square)).v);
    }
    return k;
}

/// What the Gaussian kernel makes of the test digits.
std::unique_ptr<scores> by_kernel(const digits& data) {
    const auto all = std::make_unique<hg::matrix<float, train_count, train_count>>();
    for (int i = 0; i < train_count; ++i) {
        const auto row = kernel(data, data.train().images[i]);
        std::copy(row.begin(), row.end(), all->row(i).begin());
    }
    hg::matrix<float, train_count, 10> a; // A, zero at first
    for (int k = 0; k < epochs * batches; ++k) {
        const int first = k % batches * m;
        hg::matrix<float, m, 10> z, g;
        hg::gemm_nn(hg::view<const float, m, train_count>(all->row(first).data()), a.view(), z.view());
        loss(0.0f, hg::view<const float, m, 10>(z), labels(data, k), 1.0f / m, g.view());
        for (int i = 0; i < g.size; ++i) a.row(first).data()[i] -= static_cast<float>(rate) * g.data()[i];
    }
    auto z = std::make_unique<scores>();
    for (int i = 0; i < digits::test_count; ++i) {
        const auto row = kernel(data, data.test().images[i]);
        hg::gemm_nn(row.view(), a.view(), z->row(i));
    }
    return z;
}

/// What D random features make of them.
template <int D>
std::unique_ptr<scores> by_features(const digits& data) {
    using net =
        hg::network<hg::fixed<hg::dense<64, D, hg::cos>>, hg::dense<D, 10, hg::identity, hg::no_bias>>;
    static_assert(net::learned_count == D * 10 && net::parameter_count == 64 * D + D + D * 10);
    const auto p = std::make_unique<hg::parameters<net>>(); // theta is zero
    hg::rng random{D};
    net::template layer_type<1>::initialize(p->template layer<1>(), random,
                                            hg::random_fourier{.gamma = kernel_gamma});
    const auto ws = std::make_unique<typename net::template workspace<m>>();
    const hg::sgd step{.rate = rate * 2 / D}; // the factor of phi, squared, in the rate
    for (int k = 0; k < epochs * batches; ++k) {
        const int first = k % batches * m;
        net::train_step(loss, step, *p, data.train().images.tile<m>(first), labels(data, k), *ws);
    }
    auto z = std::make_unique<scores>();
    net::predict(*p, data.test().images, *z);
    return z;
}

int main(int argc, char** argv) {
    const digits data;
    const auto of_kernel = by_kernel(data);
    const double known = lecture::accuracy(*of_kernel, data.test().labels);
    lecture::data_file picture(argc, argv, "04_random_fourier_features");
    std::printf("%d digits to learn from, %d epochs\n\n", train_count, epochs);
    std::puts("features D   test right   rms distance of h(x) from the kernel's");
    std::vector<double> distances, accuracies;
    const auto measure = [&]<int D>(std::integral_constant<int, D>) {
        const auto z = by_features<D>(data);
        double square = 0;
        for (int i = 0; i < z->size; ++i)
            square += std::pow(static_cast<double>(z->data()[i] - of_kernel->data()[i]), 2);
        distances.push_back(std::sqrt(square / z->size));
        accuracies.push_back(lecture::accuracy(*z, data.test().labels));
        std::printf("%10d   %8.2f %%   %8.3f\n", D, 100 * accuracies.back(), distances.back());
        picture.line(D, accuracies.back(), distances.back(), known);
    };
    [&]<int... I>(std::integer_sequence<int, I...>) {
        (measure(std::integral_constant<int, 16 << 2 * I>{}), ...);
    }
    (std::make_integer_sequence<int, 5>{});
    std::printf("%10s   %8.2f %%\n\n", "kernel", 100 * known);

    lecture::claims claims;
    claims.check(known > 0.96,
                 "the kernel is right about 96 %% of the test digits, a linear classifier 93.4 %%");
    claims.check(accuracies.front() < 0.8, "16 features are too few");
    claims.check(std::abs(accuracies.back() - known) < 0.005,
                 "4096 features come within half a point of the kernel");
    const double fall = distances[1] / distances[4]; // D = 64 and 4096
    claims.check(fall > 6 && fall < 12, "64 times the features, 1/%.1f of the distance: about D^(-1/2)",
                 fall);
    return claims.exit_code();
}
