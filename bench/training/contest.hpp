/// The training step of a network, and the forward pass of its batch, as tasks.
#pragma once

#include "../harness/dense_stack.hpp"
#include "../harness/enter.hpp"
#include "../harness/opaque.hpp"

#include <benchmark/benchmark.h>

#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bench {

/// Some steps of a contestant: the loss before the last, and the parameters after it.
template <class Contestant, class Target>
float learn(const lesson& l, const Target* target, int steps, std::vector<float>& p) {
    const auto contestant = std::make_unique<Contestant>(l.p.data());
    float loss = 0;
    for (int k = 0; k < steps; ++k) loss = contestant->step(l.x.data(), target);
    p.resize(l.p.size());
    contestant->write(p.data());
    return loss;
}

/// A task of training also says what is to be learned, and ends the program if a contestant learns something
/// else:
///     static const Target* targets(const lesson&);
///     template <class Contestant> static void require_learning(const lesson&);
template <class Task, class Contestant>
void time_training(benchmark::State& state) {
    const lesson& l = shared_lesson(Task::stack::name(), Task::layers(), Task::batch);
    static const bool checked = (Task::template require_learning<Contestant>(l), true);
    (void)checked;
    // From the same parameters in each run. The rate is small, so that all runs stay on the same stretch of
    // the way.
    const auto made = std::make_unique<Contestant>(l.p.data());
    Contestant* contestant = made.get();
    const float* x = l.x.data();
    auto* target = Task::targets(l);
    make_opaque(contestant);
    make_opaque(x);
    make_opaque(target);
    float loss = 0;
    for (auto _ : state) {
        loss += contestant->step(x, target);
        touch_memory();
    }
    benchmark::DoNotOptimize(loss);
    state.counters["FLOP/s"] =
        benchmark::Counter(Task::training_flops(Task::batch), benchmark::Counter::kIsIterationInvariantRate);
}

/// The forward pass of a batch, each call waiting for the result of the one before.
template <class Task, class Contestant>
void time_forward(benchmark::State& state) {
    const lesson& l = shared_lesson(Task::stack::name(), Task::layers(), Task::batch);
    const auto made = std::make_unique<Contestant>(l.p.data());
    Contestant* contestant = made.get();
    const float *x = l.x.data(), *y = nullptr;
    make_opaque(contestant);
    make_opaque(x);
    std::uint32_t nothing = 0;
    asm volatile("" : "+r"(nothing)); // 0, but the compiler does not know
    for (auto _ : state) {
        y = contestant->predict(x);
        touch_memory();
        x += std::bit_cast<std::uint32_t>(*y) & nothing;
    }
    l.require_outputs(Task::name().append(" by ").append(Contestant::name), y, 1e-5, measured_by_terms<Task>);
    state.counters["FLOP/s"] =
        benchmark::Counter(Task::forward_flops(Task::batch), benchmark::Counter::kIsIterationInvariantRate);
}

/// Of a dense_stack: gradient descent on the mean softmax cross-entropy of a batch.
template <class Stack, int Batch>
struct training : Stack {
    using stack = Stack;
    static constexpr int batch = Batch;
    static constexpr hg::softmax_cross_entropy loss{};
    static constexpr hg::sgd optimizer{.rate = 0.01};

    static const int* targets(const lesson& l) { return l.label.data(); }
    template <class Contestant>
    static void require_learning(const lesson& l) {
        static const learned expected(l, optimizer.rate);
        std::vector<float> p;
        const float last_loss = learn<Contestant>(l, targets(l), expected.steps, p);
        expected.require(Stack::name().append(" trained by ").append(Contestant::name), p.data(), last_loss);
    }

    static std::string group() { return "training"; }
    static std::string name() { return Stack::name().append(" b").append(std::to_string(Batch)); }
    template <class Contestant>
    static void time(benchmark::State& state) {
        time_training<training, Contestant>(state);
    }
};

} // namespace bench
