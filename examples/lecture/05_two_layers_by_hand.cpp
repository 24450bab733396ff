// The network with one hidden layer, its gradient in two lines.
//
//     Z = sigma(X W_1) W_2                         sigma(a) = 1 / (1 + exp(-a)), no biases
//     S = softmax(Z), row by row                   I_y: 1 where the class is the label's, else 0
//     l = mean of -log S_(r, y_r)
//
//     dl/dW_2 = sigma(X W_1)^T (S - I_y)                             / m
//     dl/dW_1 = X^T (sigma'(X W_1) o ((S - I_y) W_2^T))              / m       m: rows of X
//
// Each product is a call of the library's, and the bits are those of value_and_gradient: it divides by m
// where S - I_y is made, so that neither product needs to.
#include "claims.hpp"

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace hg = handgrad;
using scalar = hg::simd::scalar_vector<double>; // arithmetic of one number, with the bits of the vectors

constexpr int m = 50, n_1 = 5, n_2 = 10, n_3 = 3;
using net = hg::network<hg::dense<n_1, n_2, hg::sigmoid, hg::no_bias>,
                        hg::dense<n_2, n_3, hg::identity, hg::no_bias>>;

/// (S - I_y) / m
hg::matrix<double, m, n_3> softmax_minus_labels(const hg::matrix<double, m, n_3>& z,
                                                const hg::matrix<int, m, 1>& y) {
    hg::matrix<double, m, n_3> result;
    for (int r = 0; r < m; ++r) {
        scalar e[n_3];
        const double largest =
            *std::max_element(z.row(r).begin(), z.row(r).end()); // so that no exp overflows
        for (int c = 0; c < n_3; ++c) e[c] = hg::math::exp(scalar(z(r, c)) - scalar(largest));
        const scalar sum = e[0] + e[2] + e[1]; // the order in which the library's vectors add three columns
        const scalar one_mth = scalar(1) / scalar(m);
        for (int c = 0; c < n_3; ++c)
            result(r, c) = fma(e[c], one_mth / sum, c == y(r, 0) ? -one_mth : scalar(0)).v;
    }
    return result;
}

int main() {
    hg::rng random{1};
    hg::parameters<net, double> p;
    net::initialize(p, random, hg::glorot_normal{});
    const auto w_1 = p.weights<1>();
    const auto w_2 = p.weights<2>();
    hg::matrix<double, m, n_1> x;
    hg::matrix<int, m, 1> y;
    for (double& number : x) number = random.normal<double>();
    for (int& label : y) label = static_cast<int>(random.uniform<double>(0, n_3));

    // Forward.
    hg::matrix<double, m, n_2> a; // sigma(X W_1)
    hg::matrix<double, m, n_3> z;
    hg::gemm_nn(x.view(), w_1, a.view());
    for (double& number : a) number = hg::math::sigmoid(scalar(number)).v;
    hg::gemm_nn(a.view(), w_2, z.view());

    // Backward. sigma' = a (1 - a) = a - a a.
    const auto s_minus_i = softmax_minus_labels(z, y);
    hg::parameters<net, double> by_hand;
    hg::matrix<double, m, n_2> g;
    hg::gemm_tn(a.view(), s_minus_i.view(), by_hand.weights<2>()); // sigma(X W_1)^T (S - I_y)
    hg::gemm_nt(s_minus_i.view(), w_2, g.view());                  // (S - I_y) W_2^T
    for (int i = 0; i < g.size; ++i) {
        const scalar a_i(a.data()[i]);
        g.data()[i] = (scalar(g.data()[i]) * fnma(a_i, a_i, a_i)).v; // sigma'(X W_1) o ..
    }
    hg::gemm_tn(x.view(), g.view(), by_hand.weights<1>()); // X^T (..)

    // The same by the library, and by central differences.
    hg::parameters<net, double> gradient, unused;
    net::workspace<m, double> ws;
    const hg::softmax_cross_entropy loss;
    const double value = net::value_and_gradient(loss, p, x, y, gradient, ws);
    constexpr double h = 6e-6;
    double farthest = 0, largest = 0;
    hg::parameters<net, double> difference;
    for (int i = 0; i < p.size; ++i) {
        hg::parameters<net, double> up = p, down = p;
        up[i] += h;
        down[i] -= h;
        const double above = net::value_and_gradient(loss, up, x, y, unused, ws);
        const double below = net::value_and_gradient(loss, down, x, y, unused, ws);
        difference[i] = (above - below) / (up[i] - down[i]);
        farthest = std::max(farthest, std::abs(difference[i] - by_hand[i]));
        largest = std::max(largest, std::abs(by_hand[i]));
    }

    std::printf("X: (%d, %d)   W_1: (%d, %d)   W_2: (%d, %d)   loss %.6f\n\n", m, n_1, n_1, n_2, n_2, n_3,
                value);
    std::puts("dl/dW_2     by hand        value_and_gradient   differences");
    for (int i = 0; i < w_2.size; i += 4)
        std::printf("  (%d, %d)  %14.10f %17.10f %17.10f\n", i / n_3, i % n_3, by_hand.weights<2>().data()[i],
                    gradient.weights<2>().data()[i], difference.weights<2>().data()[i]);
    std::puts("dl/dW_1");
    for (int i = 0; i < w_1.size; i += 7)
        std::printf("  (%d, %d)  %14.10f %17.10f %17.10f\n", i / n_2, i % n_2, by_hand.weights<1>().data()[i],
                    gradient.weights<1>().data()[i], difference.weights<1>().data()[i]);
    std::puts("");

    lecture::claims claims;
    claims.check(z == net::forward(p, x), "Z: the bits of forward");
    claims.check(by_hand == gradient, "dl/dW_1 and dl/dW_2: the bits of value_and_gradient");
    claims.check(farthest < 1e-8 * std::max(1.0, largest), "central differences are never farther than %.0e",
                 farthest);
    return claims.exit_code();
}
