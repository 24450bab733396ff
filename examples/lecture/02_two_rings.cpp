// Features by hand: two rings that no line can part, and one feature that makes it easy.
//
//     h(x)   = theta^T x + b          a linear classifier of the points x = (x_1, x_2): its border is a line
//     phi(x) = x_1^2 + x_2^2          a feature, thought up by a person
//     h(x)   = theta^T phi(x) + b     still linear in what is learned; its border is a circle
#include "../confusion_matrix.hpp"
#include "claims.hpp"
#include "data_file.hpp"

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <utility>

namespace hg = handgrad;

constexpr int points = 400;

/// (cos(angle), sin(angle)), the same bits everywhere.
std::array<float, 2> direction(double angle) {
    const hg::simd::scalar_vector<double> a(angle);
    return {static_cast<float>(hg::math::cos(a).v), static_cast<float>(hg::math::sin(a).v)};
}

hg::matrix<float, 1, 2> x_itself(float x_1, float x_2) { return {{x_1, x_2}}; }
hg::matrix<float, 1, 1> phi(float x_1, float x_2) { return {{std::fma(x_1, x_1, x_2 * x_2)}}; }

/// The linear classifier on what `feature` makes of a point, learned from zero on the whole set.
template <int Features>
struct linear_classifier {
    using net = hg::network<hg::dense<Features, 2>>;
    hg::matrix<float, 1, Features> (*feature)(float, float);
    hg::parameters<net> p = {};
    float loss = 0;

    void learn(const hg::matrix<float, points, 2>& x, const hg::matrix<int, points, 1>& ring) {
        hg::matrix<float, points, Features> features;
        for (int i = 0; i < points; ++i) {
            const auto f = feature(x(i, 0), x(i, 1));
            std::copy(f.begin(), f.end(), features.row(i).begin());
        }
        typename net::template workspace<points> ws;
        for (int k = 0; k < 5000; ++k)
            loss = net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 1}, p, features, ring, ws);
    }
    /// How much more it takes the point for one of the outer ring than of the inner one.
    float operator()(float x_1, float x_2) const {
        const auto z = net::forward(p, feature(x_1, x_2));
        return z(0, 1) - z(0, 0);
    }
};

int main(int argc, char** argv) {
    hg::rng random{1};
    hg::matrix<float, points, 2> x;
    hg::matrix<int, points, 1> ring; // 0: inner, 1: outer
    for (int i = 0; i < points; ++i) {
        ring(i, 0) = i % 2;
        const float radius = random.uniform<float>(0.3f, 0.6f) + (i % 2 == 0 ? 0.0f : 0.5f);
        const auto to = direction(random.uniform<double>(0, 2 * std::numbers::pi));
        for (int c = 0; c < 2; ++c) x(i, c) = radius * to[static_cast<std::size_t>(c)];
    }

    linear_classifier<2> line{x_itself};
    linear_classifier<1> circle{phi};
    line.learn(x, ring);
    circle.learn(x, ring);
    const auto accuracy = [&](const auto& h) {
        int right = 0;
        for (int i = 0; i < points; ++i) right += (h(x(i, 0), x(i, 1)) > 0) == (ring(i, 0) == 1);
        return static_cast<double>(right) / points;
    };
    const double on_x = accuracy(line), on_phi = accuracy(circle);

    // Could another line do it? In each of 360 directions, try them all: the best splits the sorted points.
    double best = 0;
    for (int k = 0; k < 360; ++k) {
        const auto to = direction(k * std::numbers::pi / 180);
        std::array<std::pair<float, int>, points> along;
        for (int i = 0; i < points; ++i)
            along[static_cast<std::size_t>(i)] = {std::fma(x(i, 0), to[0], x(i, 1) * to[1]), ring(i, 0)};
        std::sort(along.begin(), along.end());
        int right = points / 2; // all are taken for outer ones; then more and more for inner ones
        for (const auto& [distance, label] : along) {
            right += label == 0 ? 1 : -1;
            best = std::max(best, static_cast<double>(right) / points);
        }
    }

    std::printf("%d points, half of them on each ring\n\n", points);
    std::puts("linear classifier of    loss   right");
    std::printf("(x_1, x_2)            %.4f  %5.1f %%\n", static_cast<double>(line.loss), 100 * on_x);
    std::printf("x_1^2 + x_2^2         %.4f  %5.1f %%\n\n", static_cast<double>(circle.loss), 100 * on_phi);
    std::printf("the best of all lines in 360 directions: %.1f %%\n\n", 100 * best);

    lecture::data_file data(argc, argv, "02_two_rings");
    for (int i = 0; i < points; ++i) data.line(x(i, 0), x(i, 1), ring(i, 0));
    data.blank();
    data.blank();
    constexpr int cells = 120; // the square -1.2 .. 1.2, row by row, and what both make of it
    for (int i = 0; i <= cells; ++i, data.blank())
        for (int k = 0; k <= cells; ++k) {
            const float x_1 = 0.02f * static_cast<float>(k - cells / 2),
                        x_2 = 0.02f * static_cast<float>(i - cells / 2);
            data.line(x_1, x_2, line(x_1, x_2), circle(x_1, x_2));
        }

    lecture::claims claims;
    claims.check(on_x < 0.6, "by (x_1, x_2) it is no better than guessing: %.1f %% right", 100 * on_x);
    claims.check(best < 0.75,
                 "and that is not for lack of training: no line is right about more than %.1f %%",
                 100 * best);
    claims.check(on_phi == 1, "by phi(x) it is right about all");
    return claims.exit_code();
}
