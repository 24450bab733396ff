/// A small network for pictures as two tasks: the forward pass of a batch, and the training step.
#pragma once

#include "../harness/agree.hpp"
#include "../harness/aligned.hpp"
#include "../harness/enter.hpp"
#include "../harness/opaque.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace bench {

/// Grey pictures of 28 x 28 pixels, some at a time: 16 filters of 3 x 3, relu, pools of 2 x 2, 32 filters,
/// relu, pools, 10 outputs.
struct pictures {
    static constexpr const char* network = "28x28-16c3-p2-32c3-p2-10 b32";
    static constexpr int batch = 32, inputs = 28 * 28, outputs = 10;
    static constexpr int results = batch * outputs;
    static constexpr double rate = 0.01; // of the gradient descent
    static constexpr double first_flops = 2.0 * batch * 28 * 28 * 16 * 9;
    static constexpr double forward_flops =
        first_flops + 2.0 * batch * (14 * 14 * 32 * (16 * 9) + 7 * 7 * 32 * 10);
    /// Three products a layer, but no gradient of the pictures.
    static constexpr double training_flops = 3 * forward_flops - first_flops;
};

/// A batch, the parameters at first, and what the library makes of them, whose tests compare it with plain
/// loops.
struct picture_lesson {
    static constexpr int steps = 3;

    aligned_vector<float> p, x;
    std::vector<int> label;
    /// After the steps: what the network makes of the pictures, and the loss.
    std::vector<float> expected;

    picture_lesson();
    static const picture_lesson& shared();
};

/// Ends the program if the contestant learns something else.
template <class Contestant>
void require_learning(const picture_lesson& l) {
    const auto contestant = std::make_unique<Contestant>(l.p.data());
    float y[pictures::results], loss = 0;
    for (int k = 0; k < l.steps; ++k) loss = contestant->step(l.x.data(), l.label.data());
    contestant->predict(l.x.data(), y);
    for (int i = 0; i <= pictures::results; ++i)
        require_agreement(Contestant::name, i, static_cast<double>(i < pictures::results ? y[i] : loss),
                          static_cast<double>(l.expected[static_cast<std::size_t>(i)]), 1e-4);
}

template <class Contestant, bool Trains>
void time_pictures(benchmark::State& state) {
    const picture_lesson& l = picture_lesson::shared();
    static const bool checked = (require_learning<Contestant>(l), true);
    (void)checked;
    const auto contestant = std::make_unique<Contestant>(l.p.data());
    const float* x = l.x.data();
    const int* label = l.label.data();
    make_opaque(x);
    make_opaque(label);
    float y[pictures::results];
    for (auto _ : state) {
        if constexpr (Trains)
            y[0] = contestant->step(x, label);
        else
            contestant->predict(x, y);
        benchmark::DoNotOptimize(y);
        touch_memory();
    }
    state.counters["FLOP/s"] = benchmark::Counter(Trains ? pictures::training_flops : pictures::forward_flops,
                                                  benchmark::Counter::kIsIterationInvariantRate);
}

template <bool Trains>
struct of_pictures : pictures {
    static std::string group() { return "convolution"; }
    static std::string name() { return std::string(Trains ? "step " : "forward ").append(network); }
    template <class Contestant>
    static void time(benchmark::State& state) {
        time_pictures<Contestant, Trains>(state);
    }
};

} // namespace bench
