/// Times the training step and the forward pass of one network, a point of each of two curves.
#pragma once

#include "../training/contest.hpp"

#include <bit>
#include <cstdint>
#include <string_view>

namespace bench {

/// The forward pass of a batch, each call waiting for the result of the one before.
template <class Task, int Batch, class Contestant>
void time_forward(benchmark::State& state) {
    const auto& l = lesson<Task, Batch>::instance();
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
    reference<Task> loops(l.p.data());
    const std::string who = Task::name().append(" by ").append(Contestant::name);
    for (int r = 0; r < Batch; ++r) {
        const double* expected = loops.predict(x + r * Task::inputs);
        double largest = 0;
        for (int j = 0; j < Task::outputs; ++j) largest = std::max(largest, std::abs(expected[j]));
        for (int j = 0; j < Task::outputs; ++j)
            require_agreement(who, r * Task::outputs + j, static_cast<double>(y[r * Task::outputs + j]),
                              expected[j], 1e-5 * largest);
    }
    state.counters["FLOP/s"] =
        benchmark::Counter(Task::forward_flops(Batch), benchmark::Counter::kIsIterationInvariantRate);
}

/// Handgrad, Eigen and LIBXSMM. Eigen's fixed sizes are slow to compile: small networks only.
template <class Contestant, class Task>
constexpr bool grows =
    (Contestant::name == std::string_view("eigen_fixed") && Task::parameter_count <= 20000) ||
    Contestant::name == std::string_view("handgrad") ||
    Contestant::name == std::string_view("eigen_dynamic") || Contestant::name == std::string_view("libxsmm");

/// With `StepBatch` rows in the training step and `ForwardBatch` in the forward pass.
template <class Task, int StepBatch, int ForwardBatch>
bool enter_point(const std::string& curve, const std::string& point) {
    for_each_contestant<Task, StepBatch>([&]<class Contestant>() {
        if constexpr (grows<Contestant, Task>)
            enter(curve + "_step", point, Contestant::name, time_training<Task, StepBatch, Contestant>);
    });
    for_each_contestant<Task, ForwardBatch>([&]<class Contestant>() {
        if constexpr (grows<Contestant, Task>)
            enter(curve + "_forward", point, Contestant::name, time_forward<Task, ForwardBatch, Contestant>);
    });
    return true;
}

} // namespace bench
