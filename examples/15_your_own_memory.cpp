// A layer with a memory of your own: one struct, proved, then trained, cut and streamed like any other.
//
//     leaky: each number leaks into the next step, and how much of it does is learned.
//
//     y_t = h_t = a h_{t-1} + x_t                  forward, for each of N numbers; h is what it remembers
//     d_t = g_t + a d_{t+1}                        backward, d_t = dl/dh_t, from the last step to the first
//     dl/dx_t = d_t      dl/da = sum_t d_t h_{t-1}      dl/dh_0 = a d_1
#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <cmath>
#include <cstdio>
#include <string>

namespace hg = handgrad;

template <int N>
struct leaky {
    static constexpr int inputs = N, outputs = N, parameter_count = N;
    static constexpr int state_size = N; // numbers of one sequence: the last argument of forward and vjp

    // A layer that looks from step to step is a template of an extent: B.sequences sequences of B.steps steps
    // each, row b * B.steps + t. On the tape it keeps h before the first step, which it is about to
    // overwrite.
    template <hg::extent B>
    static constexpr int tape_size = B.sequences* N;

    template <hg::extent B>
    static void forward(auto x, auto a, auto tape, auto y, auto h) {
        if constexpr (!hg::is_discarded<decltype(tape)>) h.copy_to(tape.data());
        for (int b = 0; b < B.sequences; ++b)
            for (int t = 0; t < B.steps; ++t)
                for (int i = 0; i < N; ++i) {
                    const int row = b * B.steps + t;
                    y(row, i) = h(b, i) = hg::fma(a(0, i), h(b, i), x(row, i));
                }
    }

    template <hg::extent B, hg::write W>
    static void vjp(auto /*x*/, auto y, auto a, auto tape, auto g, auto g_in, auto da, auto d) {
        for (int i = 0; i < N; ++i) da(0, i) = hg::start<W>(da(0, i)); // 0, or what other sequences have left
        for (int b = 0; b < B.sequences; ++b)
            for (int t = B.steps - 1; t >= 0; --t)
                for (int i = 0; i < N; ++i) {
                    const int row = b * B.steps + t;
                    const auto d_t = g(row, i) + d(b, i);
                    const auto before = t > 0 ? y(row - 1, i) : tape(0, b * N + i);
                    da(0, i) = hg::fma(d_t, before, da(0, i));
                    if constexpr (!hg::is_discarded<decltype(g_in)>) g_in(row, i) = d_t;
                    d(b, i) = a(0, i) * d_t; // dl/d(state) before the step
                }
    }

    static void initialize(auto a, hg::rng&) {
        for (auto& x : a) x = 0.5f;
    }
};

// What it is for: how much of a sound has been there lately, told from the sound.
using net = hg::network<hg::dense<1, 4, hg::relu>, leaky<4>, hg::dense<4, 1>>;

int main() {
    const auto report = hg::testing::layer_laws<leaky<3>>();
    std::printf("leaky: %s\n", report.explain().c_str());

    hg::rng random{3};
    hg::parameters<net> p;
    net::initialize(p, random);
    constexpr int batch = 32, steps = 40;
    static net::workspace<batch * hg::steps(steps)> ws;
    static hg::matrix<float, batch * steps, 1> x, target;
    hg::optimizer_state<hg::adam, net::parameter_count> moments;
    float loss = 0;
    for (int i = 1; i <= 600; ++i) {
        for (int b = 0; b < batch; ++b) {
            float level = 0;
            for (int t = 0; t < steps; ++t) {
                const float sample = random.normal<float>();
                level = 0.9f * level + 0.1f * std::fabs(sample);
                x(b * steps + t, 0) = sample;
                target(b * steps + t, 0) = level;
            }
        }
        loss = net::train_step(hg::mean_squared_error{}, hg::adam{.rate = 0.02}, p, hg::sequences<batch>(x),
                               target, ws, moments);
        if (i % 200 == 0) std::printf("step %d: mean squared error %.6f\n", i, static_cast<double>(loss));
    }
    std::printf("what leaks of each number: %.3f %.3f %.3f %.3f (0.9 was asked for)\n",
                static_cast<double>(net::layer<2>(p)(0, 0)), static_cast<double>(net::layer<2>(p)(0, 1)),
                static_cast<double>(net::layer<2>(p)(0, 2)), static_cast<double>(net::layer<2>(p)(0, 3)));

    // Frozen, and streamed in two blocks: the bits of the whole.
    const auto whole = net::forward(p, hg::sequences<1>(x.view().row(0)));
    const auto f = hg::freeze(p);
    net::state<> state;
    hg::matrix<float, steps, 1> y;
    f.stream(x.data(), y.data(), 7, state);
    f.stream(x.data() + 7, y.data() + 7, steps - 7, state);
    net::state<> again;
    hg::matrix<float, steps, 1> in_one;
    net::stream(p, x.data(), in_one.data(), steps, again);
    std::printf("in blocks of 7 and %d: %s\n", steps - 7,
                y == in_one && state == again ? "the same bits" : "other bits");
    return report.holds() && loss < 1e-3f && y == in_one && whole(0, 0) == y(0, 0) ? 0 : 1;
}
