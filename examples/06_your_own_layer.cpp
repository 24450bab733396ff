// A layer of your own: a dozen lines, proved, then used like any other.
//
//     gate: every input gets a factor that is learned. 1 at first; near 0, the input is of no use.
//
//     y_rc = z_rc s_c                   forward, in row r and column c
//     dl/dz_rc = g_rc s_c               backward, g = dl/dy
//     dl/ds_c  = sum_r g_rc z_rc
#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

namespace hg = handgrad;

template <int N>
struct gate {
    static constexpr int inputs = N, outputs = N, parameter_count = N;
    template <int B>
    static constexpr int tape_size = 0; // the backward pass needs nothing but z, s and g

    template <int B>
    static void forward(auto z, auto s, auto /*tape*/, auto y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) y(r, c) = z(r, c) * s(0, c);
    }

    template <int B, hg::write W>
    static void vjp(auto z, auto /*y*/, auto s, auto /*tape*/, auto g, auto g_in, auto ds) {
        for (int c = 0; c < N; ++c) {
            auto sum = hg::start<W>(ds(0, c)); // 0, or what the rows before these have left
            for (int r = 0; r < B; ++r) sum = hg::fma(g(r, c), z(r, c), sum);
            ds(0, c) = sum;
        }
        if constexpr (!hg::is_discarded<decltype(g_in)>) // nobody asks the first layer of a network for it
            for (int r = 0; r < B; ++r)
                for (int c = 0; c < N; ++c) g_in(r, c) = g(r, c) * s(0, c);
    }

    static void initialize(auto s, hg::rng&) {
        for (auto& factor : s) factor = 1;
    }
};

/// The same with a mistake: its backward pass forgets s.
struct careless : gate<3> {
    template <int B, hg::write W>
    static void vjp(auto z, auto y, auto s, auto tape, auto g, auto g_in, auto ds) {
        gate<3>::vjp<B, W>(z, y, s, tape, g, hg::discard{}, ds);
        if constexpr (!hg::is_discarded<decltype(g_in)>) std::copy(g.begin(), g.end(), g_in.begin());
    }
};

// What it is for: whether x_0 and x_1 have the same sign, told from eight numbers of which six do not matter.
using net = hg::network<gate<8>, hg::dense<8, 16, hg::tanh>, hg::dense<16, 2>>;

int main() {
    // The proof: its gradients agree with differences, its batches with their rows, and more.
    const auto proof = hg::testing::layer_laws<gate<8>>();
    const auto refuted = hg::testing::layer_laws<careless>();
    std::printf("gate:     %s\n", proof.explain().c_str());
    std::printf("careless: %s\n\n", refuted.explain().c_str());
    if (!proof || refuted) return 1;

    hg::rng random{1};
    hg::parameters<net> p;
    net::initialize(p, random);
    net::workspace<32> ws;
    const hg::sgd step{.rate = 0.2, .weight_decay = 0.005}; // decay: a factor that is of no use falls to 0

    hg::matrix<float, 32, 8> x;
    hg::matrix<int, 32, 1> label;
    std::puts("  step    loss");
    for (int k = 0; k <= 5000; ++k) {
        for (float& number : x) number = random.uniform<float>(-1, 1);
        for (int r = 0; r < x.rows; ++r) label(r, 0) = x(r, 0) * x(r, 1) > 0;
        const float loss = net::train_step(hg::softmax_cross_entropy{}, step, p, x, label, ws);
        if (k % 1000 == 0) std::printf("%6d  %.4f\n", k, static_cast<double>(loss));
    }

    std::puts("\nThe factors it has learned:");
    const hg::view<float, 1, 8> s = p.layer<1>();
    for (int c = 0; c < 8; ++c) {
        const auto bar = static_cast<std::size_t>(20 * std::abs(s(0, c)));
        std::printf("  s_%d %6.3f  %s\n", c, static_cast<double>(s(0, c)), std::string(bar, '#').c_str());
    }

    bool found = true;
    for (int c = 2; c < 8; ++c)
        found = found && std::abs(s(0, c)) < 0.1f * std::min(std::abs(s(0, 0)), std::abs(s(0, 1)));
    return found ? 0 : 1;
}
