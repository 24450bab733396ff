// One dense layer, forward and backward, written out line by line: what the library does, and nothing else.
//
//     Z_2 = sigma(Z_1 W + b)                       forward, sigma(z) = max(z, 0), called relu
//     l   = mean of (Z_2 - T)^2                    the loss: how far Z_2 is from its target T
//
//     G_2   = dl/dZ_2 = 2 (Z_2 - T) / (4 2)        backward, Z_2 has 4 2 numbers
//     D     = G_2 o sigma'(Z_1 W + b)              o: element by element
//     dl/dW = Z_1^T D
//     dl/db = 1^T D
//     G_1   = dl/dZ_1 = D W^T                      what a layer before this one would go on with
#include "print_matrix.hpp"

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace hg = handgrad;

using net = hg::network<hg::dense<3, 2, hg::relu>>;

int main() {
    const hg::matrix<double, 4, 3> z_1{
        {1.0, 2.1, -0.7}, {0.3, -1.1, 1.9}, {-2.0, 0.9, 0.4}, {1.2, -0.6, 0.8}};
    const hg::matrix<double, 4, 2> target{{1, 0}, {0, 1}, {1, 0}, {0, 1}};

    hg::parameters<net, double> p; // W, row by row, then b
    const hg::view<double, 3, 2> w = p.weights<1>();
    const hg::view<double, 1, 2> b = p.biases<1>();
    hg::rng random{5};
    net::initialize(p, random);
    b(0, 0) = 0.2;
    b(0, 1) = -0.3;

    // Forward. Each sum starts with its bias.
    hg::matrix<double, 4, 2> z_2;
    for (int r = 0; r < 4; ++r) std::copy(b.begin(), b.end(), z_2.row(r).begin());
    hg::gemm_nn<hg::write::accumulate>(z_1.view(), w, z_2.view()); // Z_1 W + b
    for (double& z : z_2) z = std::max(z, 0.0);                    // sigma

    // Backward. The derivative of relu is 1 where it lets through, else 0.
    hg::matrix<double, 4, 2> d;
    for (int i = 0; i < d.size; ++i) {
        const double g_2 = 2 * (z_2.data()[i] - target.data()[i]) / d.size; // G_2
        d.data()[i] = z_2.data()[i] > 0 ? g_2 : 0;                          // G_2 o sigma'
    }
    hg::parameters<net, double> by_hand; // dl/dW, then dl/db
    hg::matrix<double, 4, 3> g_1;
    hg::gemm_tn(z_1.view(), d.view(), by_hand.weights<1>());                       // dl/dW = Z_1^T D
    for (int i = 0; i < d.size; ++i) by_hand.biases<1>()(0, i % 2) += d.data()[i]; // dl/db = 1^T D
    hg::gemm_nt(d.view(), w, g_1.view());                                          // G_1 = D W^T

    // The same in one line.
    hg::parameters<net, double> gradient;
    net::workspace<4, double> ws;
    hg::matrix<double, 4, 3> dx;
    const hg::mean_squared_error loss;
    const double value = net::value_and_gradient(loss, p, z_1, target, gradient, ws, dx);

    examples::print("Z_2 by hand", z_2);
    examples::print("G_1 by hand", g_1);
    std::printf("loss %.6f\n\n", value);

    // And without any calculus: move one parameter a little to either side, and see how the loss changes.
    std::puts("parameter   dl/dp by hand   value_and_gradient   (l(p+h) - l(p-h)) / 2h");
    constexpr double h = 1e-6;
    double largest = 0;
    for (int i = 0; i < p.size; ++i) {
        hg::parameters<net, double> up = p, down = p, unused;
        up[i] += h;
        down[i] -= h;
        const double above = net::value_and_gradient(loss, up, z_1, target, unused, ws);
        const double below = net::value_and_gradient(loss, down, z_1, target, unused, ws);
        const double difference = (above - below) / (2 * h);
        largest = std::max(largest, std::abs(difference - by_hand[i]));
        if (i < w.size)
            std::printf("W(%d, %d) ", i / 2, i % 2);
        else
            std::printf("b(%d)    ", i - w.size);
        std::printf("%16.10f %20.10f %24.10f\n", by_hand[i], gradient[i], difference);
    }

    const bool same = by_hand == gradient && g_1 == dx && z_2 == net::forward(p, z_1);
    const bool close = largest < 1e-8;
    std::printf("\nby hand and by the library: %s\n", same ? "the same bits" : "DIFFERENT");
    std::printf("largest distance from the differences: %.1e%s\n", largest, close ? "" : ", TOO FAR");
    return same && close ? 0 : 1;
}
