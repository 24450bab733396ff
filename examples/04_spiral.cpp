// Training: two arms of a spiral that no straight line, and no circle, can part.
//
//     l(p) = mean over the points of  -log softmax(Z_4)_label          how surprised the network is by the
//     labels p <- p - rate dl/dp                                              one step downhill, many times
#include "confusion_matrix.hpp"

#include <handgrad/handgrad.hpp>

#include <cmath>
#include <cstdio>
#include <numbers>

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 16, hg::tanh>, hg::dense<16, 16, hg::tanh>, hg::dense<16, 2>>;

constexpr int points = 120;

/// Where the points are, and which arm each is on.
struct spiral {
    hg::matrix<float, points, 2> x;
    hg::matrix<int, points, 1> arm;

    explicit spiral(hg::rng& random) {
        for (int i = 0; i < points; ++i) {
            arm(i, 0) = i % 2;
            const double radius = 0.1 + 0.9 * (i / 2) / (points / 2);
            const double angle = (2.8 * radius + i % 2) * std::numbers::pi;
            x(i, 0) = static_cast<float>(radius * std::cos(angle) + 0.02 * random.normal<double>());
            x(i, 1) = static_cast<float>(radius * std::sin(angle) + 0.02 * random.normal<double>());
        }
    }
};

int count_right(const hg::parameters<net>& p, const spiral& data) {
    const hg::matrix<float, points, 2> y = net::forward(p, data.x);
    int right = 0;
    for (int i = 0; i < points; ++i) right += examples::argmax(y.row(i)) == data.arm(i, 0);
    return right;
}

/// The square -1.1 .. 1.1, shaded where the network sees the second arm, with the points on it.
void draw(const hg::parameters<net>& p, const spiral& data) {
    constexpr int height = 26, width = 2 * height; // a character is about twice as high as wide
    constexpr double edge = 1.1, cell_height = 2 * edge / height, cell_width = 2 * edge / width;

    hg::matrix<float, height * width, 2> grid;
    for (int i = 0; i < grid.rows; ++i) {
        grid(i, 0) = static_cast<float>(cell_width * (i % width + 0.5) - edge);
        grid(i, 1) = static_cast<float>(edge - cell_height * (i / width + 0.5));
    }
    hg::matrix<float, height * width, 2> y;
    net::predict(p, grid, y); // any number of rows, a few at a time

    hg::matrix<const char*, height, width> picture;
    for (int i = 0; i < grid.rows; ++i) picture.data()[i] = examples::argmax(y.row(i)) == 0 ? " " : "░";
    for (int i = 0; i < points; ++i)
        picture(static_cast<int>((edge - data.x(i, 1)) / cell_height),
                static_cast<int>((edge + data.x(i, 0)) / cell_width)) = data.arm(i, 0) == 0 ? "o" : "x";
    for (int r = 0; r < height; ++r) {
        for (int c = 0; c < width; ++c) std::fputs(picture(r, c), stdout);
        std::puts("");
    }
}

int main() {
    hg::rng random{1};
    const spiral data(random);

    hg::parameters<net> p, gradient;
    net::initialize(p, random);
    net::workspace<points> ws;
    const hg::sgd step{.rate = 0.2};

    std::printf("%d points, %d parameters\n\n  step    loss   right\n", points, net::parameter_count);
    for (int k = 0; k <= 5000; ++k) {
        const float loss =
            net::value_and_gradient(hg::softmax_cross_entropy{}, p, data.x, data.arm, gradient, ws);
        if (k % 500 == 0)
            std::printf("%6d  %.4f  %5.1f %%\n", k, static_cast<double>(loss),
                        100.0 * count_right(p, data) / points);
        step(p, gradient);
    }

    std::puts("\nWhat it learned: the points of the two arms (o and x), and where it would expect an x "
              "(shaded).\n");
    draw(p, data);
    return count_right(p, data) == points ? 0 : 1;
}
