/// A small policy with a memory as tasks: single steps, blocks, and many voices.
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

/// 22-16 relu, GRU of 16 as PyTorch has it, 16-4: RAPTOR's shape. Parameters: W (In, Out) and b of each
/// product, the GRU's with the input before those with the state, columns r, z, n.
struct policy {
    static constexpr const char* network = "22-16-gru16-4";
    static constexpr int inputs = 22, hidden = 16, gates = 3 * hidden, outputs = 4;
    static constexpr int parameters =
        (inputs + 1) * hidden + 2 * (hidden + 1) * gates + (hidden + 1) * outputs;
    static constexpr double step_flops = 2.0 * (inputs * hidden + 2 * hidden * gates + hidden * outputs);
};

/// Parameters, a sequence, and what the library makes of it, whose tests compare it with a plain loop in
/// double.
struct policy_lesson {
    static constexpr int steps = 64;
    aligned_vector<float> p, x;
    std::vector<float> expected;

    policy_lesson();
    static const policy_lesson& shared();
};

/// `Voices` sequences side by side, `Steps` steps of each at a call: row b * Steps + t.
template <int Voices, int Steps>
struct stream_task : policy {
    static constexpr int voices = Voices, steps = Steps, rows = Voices * Steps;

    static std::string group() { return "streaming"; }
    static std::string name() {
        const std::string what = Voices > 1  ? std::to_string(Voices) + " voices, a step"
                                 : Steps > 1 ? std::to_string(Steps) + " steps"
                                             : "a step";
        return std::string(network) + ", " + what;
    }

    /// Every voice is given the sequence of the lesson, as many steps at a call as the task has.
    template <class Contestant>
    static bool check() {
        const policy_lesson& l = policy_lesson::shared();
        const auto contestant = std::make_unique<Contestant>(l.p.data());
        aligned_vector<float> x(rows * inputs), y(rows * outputs);
        for (int first = 0; first < l.steps; first += Steps) {
            for (int r = 0; r < rows; ++r)
                for (int i = 0; i < inputs; ++i)
                    x[static_cast<std::size_t>(r * inputs + i)] =
                        l.x[static_cast<std::size_t>((first + r % Steps) * inputs + i)];
            contestant->run(x.data(), y.data());
            for (int r = 0; r < rows; ++r)
                for (int i = 0; i < outputs; ++i)
                    require_agreement(
                        Contestant::name, r * outputs + i,
                        static_cast<double>(y[static_cast<std::size_t>(r * outputs + i)]),
                        static_cast<double>(
                            l.expected[static_cast<std::size_t>((first + r % Steps) * outputs + i)]),
                        1e-5);
        }
        return true;
    }

    /// Each call waits for the one before: its first input is an output of that.
    template <class Contestant>
    static void time(benchmark::State& state) {
        static const bool checked = check<Contestant>();
        (void)checked;
        const policy_lesson& l = policy_lesson::shared();
        const auto contestant = std::make_unique<Contestant>(l.p.data());
        aligned_vector<float> x(rows * inputs), y(rows * outputs);
        for (int i = 0; i < rows * inputs; ++i)
            x[static_cast<std::size_t>(i)] = l.x[static_cast<std::size_t>(i % (l.steps * inputs))];
        float* from = x.data();
        float* to = y.data();
        make_opaque(from);
        make_opaque(to);
        for (auto _ : state) {
            contestant->run(from, to);
            from[0] = to[0];
            touch_memory();
        }
        state.counters["FLOP/s"] =
            benchmark::Counter(step_flops * rows, benchmark::Counter::kIsIterationInvariantRate);
    }
};

} // namespace bench
