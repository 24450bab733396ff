// Softmax regression: one matrix reads handwritten digits.
//
//     h(x)     = theta^T x                               theta: (pixels, 10), a column for each digit
//     Z        = X theta                                 for the m images that are the rows of X
//     S        = exp(Z) / sum of exp(Z) over each row    softmax: what it takes for the probabilities
//     l        = mean over the rows of -log S_(r, y_r)   y_r is the digit that row r shows
//     dl/dZ    = (S - I_y) / m                           I_y: 1 at (r, y_r), else 0
//     dl/dtheta = X^T (S - I_y) / m                      because Z = X theta
//     theta   <- theta - rate dl/dtheta                  from theta = 0, in the order of the file
//
// lecture_01_softmax_regression [folder for the picture's numbers] [--mnist directory]: the digits in the
// program, of 8 x 8 pixels, or MNIST's, of 28 x 28.
#include "../confusion_matrix.hpp"
#include "../mnist_files.hpp"
#include "../terminal.hpp"
#include "claims.hpp"
#include "data/digits.hpp"
#include "data_file.hpp"
#include "directory_option.hpp"

#include <handgrad/handgrad.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace hg = handgrad;
using examples::digits, examples::mnist;

template <int Pixels>
using softmax_regression = hg::network<hg::dense<Pixels, 10, hg::identity, hg::no_bias>>;

template <int Pixels>
struct samples {
    hg::rows<const float, Pixels> images;
    std::span<const int> labels;
};

/// The share of the images that are taken for another digit.
template <int Pixels>
double error_of(const hg::parameters<softmax_regression<Pixels>>& p, const samples<Pixels>& data) {
    std::vector<float> z(10 * data.labels.size());
    const hg::rows<float, 10> z_rows(z.data(), data.images.count());
    softmax_regression<Pixels>::predict(p, data.images, z_rows);
    int wrong = 0;
    for (std::size_t i = 0; i < data.labels.size(); ++i)
        wrong += examples::argmax(z_rows[static_cast<std::ptrdiff_t>(i)]) != data.labels[i];
    return wrong / static_cast<double>(data.labels.size());
}

/// Learns theta, draws it, and returns the share of the test images misread.
template <int Side, int Pixels>
double learn(const samples<Pixels>& train, const samples<Pixels>& test, double rate, int epochs,
             lecture::data_file picture) {
    using net = softmax_regression<Pixels>;
    hg::parameters<net> p; // theta, zero at first
    typename net::template workspace<100> ws;
    std::puts(" epoch   training error   test error");
    for (int epoch = 1; epoch <= epochs; ++epoch) {
        hg::minibatches<Pixels, int, 100>::for_each(train.images, train.labels, [&](auto x, auto y) {
            net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = rate}, p, x, y, ws);
        });
        if (epoch % (epochs / 10) == 0)
            std::printf("%6d %14.2f %% %10.2f %%\n", epoch, 100 * error_of(p, train),
                        100 * error_of(p, test));
    }

    // Each column of theta is a picture. Its numbers, from -1 to 1, are those of the largest picture.
    const hg::view<float, Pixels, 10> theta = p.template weights<1>();
    float largest = 0;
    for (const float w : theta) largest = std::max(largest, std::abs(w));
    std::array<std::array<float, Pixels>, 10> grey;
    std::vector<examples::picture> pictures;
    for (std::size_t k = 0; k < 10; ++k) {
        for (int i = 0; i < Pixels; ++i) {
            const float w = theta(i, static_cast<int>(k)) / largest;
            grey[k][static_cast<std::size_t>(i)] = (1 + w) / 2;
            picture.line(i % Side, i / Side, w);
        }
        picture.blank();
        picture.blank();
        pictures.push_back({grey[k].data(), Side, Side, "theta_" + std::to_string(k)});
    }
    if (Side <= 16) { // five shades are not enough for fine ones
        std::puts("\nThe columns of theta: white speaks for the digit, black against it.\n");
        examples::print_pictures(pictures);
    }
    return error_of(p, test);
}

int main(int argc, char** argv) try {
    lecture::claims claims;
    const std::string folder = lecture::directory_option(argc, argv, "--mnist");
    if (folder.empty()) {
        const digits data;
        const auto part = [](const digits::samples& d) {
            return samples<digits::pixels>{d.images, d.labels};
        };
        const double error = learn<digits::width>(part(data.train()), part(data.test()), 1, 100,
                                                  {argc, argv, "01_softmax_regression"});
        claims.check(error <= 0.0656,
                     "%.2f %% of the test digits are misread; 6.56 %% is known for this split", 100 * error);
    } else {
        const mnist data = examples::load_mnist(folder);
        const auto part = [](const auto& d) {
            return samples<mnist::pixels>{d.template rows<mnist::pixels>(), d.labels};
        };
        const double error = learn<28>(part(data.train), part(data.test), 0.2, 10,
                                       {argc, argv, "01_softmax_regression_mnist"});
        claims.check(std::abs(error - 0.0797) < 0.00005,
                     "%.2f %% of MNIST's test images are misread; 7.97 %% is published", 100 * error);
    }
    return claims.exit_code();
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
